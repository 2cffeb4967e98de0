import { beforeAll, describe, expect } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { testsOf } from '../support/operation-tests.ts'
import { nextOf, pagesFrom, sizesOf } from '../support/pages.ts'
import { repeated } from '../support/repeated.ts'
import { testService } from '../support/service.ts'
import type { Person } from '../support/service.ts'
import { createTask, onTasksOf } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const test = testsOf('listTasks')
const service = testService()

let people = 0
/** Someone new with so many tasks, called 1, 2, 3 …. */
async function someoneWith(tasks: number): Promise<Person> {
  const person = await service.register(`someone-${++people}`)
  const insert = `insert into tasks (user_id, title) select ${person.id}, n::text from generate_series(1, ${tasks}) n`
  await onTasksOf(person, service.database, insert)
  return person
}

const titlesOf = (tasks: Task[]): string[] => tasks.map(({ title }) => title)
const numbers = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, index) => String(from + index))

describe('listTasks', () => {
  test('200: a bare array, empty at first', async () => {
    const nobody = await someoneWith(0)
    const { body, headers } = await nobody.get('/api/me/tasks').expect(200)
    expect(body).toEqual([])
    expect(headers['content-type']).toMatch(/^application\/json/)
    expect(headers).not.toHaveProperty('link')
  })

  test('200: the newest last, each as it was created', async () => {
    const carol = await someoneWith(0)
    const created: Task[] = []
    for (const title of ['c', 'a', 'b']) created.push(await createTask(carol, { title }))
    const { body } = await carol.get('/api/me/tasks').expect(200)
    expect(body).toEqual(created)
  })

  test('200: a change does not move a task', async () => {
    const carol = await someoneWith(3)
    const {
      body: [first],
    } = await carol.get('/api/me/tasks').expect(200)
    await carol.patch(`/api/me/tasks/${first.id}`, { completed: true }).expect(200)
    const { body } = await carol.get('/api/me/tasks').expect(200)
    expect(titlesOf(body)).toEqual(['1', '2', '3'])
  })

  test("200: the caller's tasks alone", async () => {
    const [carol, dave] = [await someoneWith(0), await someoneWith(0)]
    const hers = await createTask(carol)
    const his = await createTask(dave)
    expect((await carol.get('/api/me/tasks').expect(200)).body).toEqual([hers])
    expect((await dave.get('/api/me/tasks').expect(200)).body).toEqual([his])
  })

  test("200: under the caller's integer id, and under its token's subject", async () => {
    const carol = frontEndUser(service, 'carol-at-the-front-end')
    const task = await createTask(carol)
    for (const user of ['me', task.user_id, 'carol-at-the-front-end']) {
      const { body } = await carol.get(`/api/${user}/tasks`).expect(200)
      expect(body).toEqual([task])
    }
  })

  test.each(['sort_by=colour', 'status_filter=doing', 'url_user_id=2', 'user_id=2', 'limits=1', 'Limit=1'])(
    '200: ?%s, which nobody knows, is ignored',
    async (query) => {
      const carol = await someoneWith(2)
      const { body } = await carol.get(`/api/me/tasks?${query}`).expect(200)
      expect(titlesOf(body)).toEqual(['1', '2'])
    },
  )

  test('200: strict handling is confirmed', async () => {
    const { headers } = await service.alice.get('/api/me/tasks?limit=1').set('Prefer', 'handling=strict').expect(200)
    expect(headers['preference-applied']).toBe('handling=strict')
  })

  describe('with 2,050 tasks', () => {
    let carol: Person
    beforeAll(async () => void (carol = await someoneWith(2050)))

    test('200: at most 1,000 tasks a page, and a Link to the next', async () => {
      const pages = await pagesFrom<Task>(carol, '/api/me/tasks')
      expect(pages.map((page) => page.length)).toEqual([1000, 1000, 50])
      expect(titlesOf(pages.flat())).toEqual(numbers(1, 2050))
    })

    test('200: limit is how many', async () => {
      const answer = await carol.get('/api/me/tasks?limit=3').expect(200)
      expect(titlesOf(answer.body)).toEqual(['1', '2', '3'])
      const next = await carol.get(nextOf(answer) ?? '').expect(200)
      expect(titlesOf(next.body)).toEqual(['4', '5', '6'])
    })

    test('200: another limit half-way', async () => {
      const answer = await carol.get('/api/me/tasks?limit=3').expect(200)
      const cursor = new URL(nextOf(answer) ?? '', service.url).searchParams.get('cursor') ?? ''
      const { body } = await carol.get(`/api/me/tasks?limit=2&cursor=${cursor}`).expect(200)
      expect(titlesOf(body)).toEqual(['4', '5'])
    })

    test('200: a trailing slash is the same list', async () => {
      const answer = await carol.get('/api/me/tasks/?limit=3').expect(200)
      const same = await carol.get('/api/me/tasks?limit=3').expect(200)
      expect(answer.body).toEqual(same.body)
      expect(nextOf(answer)).toBe(nextOf(same))
    })

    test('200: HEAD has the same headers', async () => {
      const whole = await carol.get('/api/me/tasks?limit=3').expect(200)
      const { headers } = await carol.head('/api/me/tasks?limit=3').expect(200)
      for (const name of ['content-type', 'content-length', 'etag', 'link']) expect(headers[name]).toBe(whole.headers[name])
    })
  })

  test.each([1, 2, 5, 9, 10, 11])('200: ten tasks, %i a page: every one, once, and no Link on the last page', async (limit) => {
    const carol = await someoneWith(10)
    const pages = await pagesFrom<Task>(carol, `/api/me/tasks?limit=${limit}`)
    expect(pages.map((page) => page.length)).toEqual(sizesOf(10, limit))
    expect(titlesOf(pages.flat())).toEqual(numbers(1, 10))
  })

  test('200: pages stay right while tasks are added', async () => {
    const carol = await someoneWith(6)
    let added = 6
    const pages = await pagesFrom<Task>(carol, '/api/me/tasks?limit=2', async () => {
      if (added < 10) await createTask(carol, { title: String(++added) })
    })
    expect(titlesOf(pages.flat())).toEqual(numbers(1, 10))
  })

  test('200: pages stay right while tasks are deleted: those seen, the last one seen, and those to come', async () => {
    const carol = await someoneWith(9)
    const { body: all }: { body: Task[] } = await carol.get('/api/me/tasks').expect(200)
    const idOf = (title: string) => all.find((task) => task.title === title)?.id
    const gone: Record<number, string[]> = { 0: ['1', '3', '5'] }
    let page = 0
    const pages = await pagesFrom<Task>(carol, '/api/me/tasks?limit=3', async () => {
      for (const title of gone[page++] ?? []) await carol.delete(`/api/me/tasks/${idOf(title)}`).expect(204)
    })
    expect(pages.map(titlesOf)).toEqual([
      ['1', '2', '3'],
      ['4', '6', '7'],
      ['8', '9'],
    ])
  })

  test('200: another ETag once a task of the page has changed, was added or was deleted', async () => {
    const carol = await someoneWith(2)
    const {
      body: [first, second],
    } = await carol.get('/api/me/tasks').expect(200)
    const changes = [
      () => carol.patch(`/api/me/tasks/${first.id}/complete`),
      () => carol.post('/api/me/tasks', { title: '3' }),
      () => carol.delete(`/api/me/tasks/${second.id}`),
    ]
    const seen = [(await carol.get('/api/me/tasks').expect(200)).headers['etag']]
    for (const change of changes) {
      expect((await change()).status).toBeOneOf([200, 201, 204])
      const ifNoneMatch = seen.join(', ')
      const { headers } = await carol.get('/api/me/tasks').set('If-None-Match', ifNoneMatch).expect(200)
      seen.push(headers['etag'])
    }
    expect(repeated(seen)).toEqual([])
  })

  test('200: the last page has another ETag once there is a next one', async () => {
    const carol = await someoneWith(2)
    const {
      headers: { etag = '' },
    } = await carol.get('/api/me/tasks?limit=2').expect(200)
    await createTask(carol)
    const answer = await carol.get('/api/me/tasks?limit=2').set('If-None-Match', etag).expect(200)
    expect(nextOf(answer)).not.toBeNull()
  })

  const nonLimits = ['0', '-1', '1001', '01', '+1', '1.5', '1e2', '0x10', '', '%20', 'ten', '9007199254740993']
  test.each(nonLimits)('400: ?limit=%s', async (limit) => {
    const { body } = await service.alice.get(`/api/me/tasks?limit=${limit}`).expect(400)
    expect(body).toMatchObject({ type: '/docs/problems/invalid-request', instance: '/api/me/tasks', message: body.detail })
    expect(body.errors).toContainEqual({ parameter: 'limit', detail: expect.any(String) })
  })

  test.each(['limit=1&limit=2', 'limit=1&limit=1', 'cursor=Mg&cursor=Mg'])('400: ?%s, which is given twice', async (query) => {
    const { body } = await service.alice.get(`/api/me/tasks?${query}`).expect(400)
    expect(body.errors).toEqual([{ parameter: query.split('=')[0], detail: 'must be given once' }])
  })

  test('400: each unknown parameter, for those who want to be told', async () => {
    const strict = service.alice.get('/api/me/tasks?limit=1&pages=20&sort_by=colour').set('Prefer', 'handling=strict')
    const { body } = await strict.expect(400)
    expect(body.errors).toEqual([
      { parameter: 'pages', detail: 'is not a parameter of this operation' },
      { parameter: 'sort_by', detail: 'is not a parameter of this operation' },
    ])
  })
})
