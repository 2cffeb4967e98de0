// Requests as front ends of the plan make them, which know this API by other names.
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const service = testService()

let carol: Client
let subject: string
beforeEach(() => {
  subject = randomUUID()
  carol = frontEndUser(service, subject)
})

const titlesOf = (tasks: { title: string }[]): string[] => tasks.map(({ title }) => title)

describe('a due date in one string', () => {
  test.each([
    ['a date', '2026-12-01', { date: '2026-12-01' }, '2026-12-01'],
    ['what an input of a local time has', '2026-12-01T18:30', { date_time: '2026-12-01T18:30' }, '2026-12-01T18:30'],
    ['a local time with seconds', '2026-12-01T18:30:15.250', { date_time: '2026-12-01T18:30:15' }, '2026-12-01T18:30:15'],
    ['what toISOString gives', '2026-12-01T18:30:00.000Z', { date_time: '2026-12-01T18:30:00', time_zone: 'UTC' }, '2026-12-01T18:30:00Z'],
    ['an offset', '2026-12-01T18:30:00+05:00', { date_time: '2026-12-01T13:30:00', time_zone: 'UTC' }, '2026-12-01T13:30:00Z'],
    ['an empty string', '', null, null],
    ['null', null, null, null],
  ])('201, 200: due_date is %s, and is shown', async (_, due_date, due, shown) => {
    const { body, headers } = await carol.post(`/api/${subject}/tasks`, { title: 'Plan', description: '', due_date }).expect(201)
    expect(body).toMatchObject({ due, due_date: shown })
    expect(headers).not.toHaveProperty('ignored-fields')
    expect((await carol.get(`/api/me/tasks/${body.id}`).expect(200)).body).toEqual(body)
    expect((await carol.get('/api/me/tasks').expect(200)).body).toEqual([body])
  })

  test('200: due in a zone is shown as an instant', async () => {
    expect(await createTask(carol, { due: { date_time: '2026-07-01T09:00', time_zone: 'Europe/Berlin' } })).toMatchObject({ due_date: '2026-07-01T07:00:00Z' })
  })

  test.each([
    'tomorrow',
    '2026-02-30',
    '2026-11-21 18:30',
    '21.11.2026',
    '2026-11-21T25:00',
    '2026-02-30T09:00',
    '1899-12-31T23:00:00Z',
    '2201-01-01',
    1796083200,
  ])('400: due_date is %j, which names the field', async (due_date) => {
    const { body } = await carol.post('/api/me/tasks', { title: 'Plan', due_date }).expect(400)
    expect(body.errors[0]).toMatchObject({ pointer: '#/due_date' })
  })

  test('201: dueDate is another name of it', async () => {
    const { body } = await carol.post('/api/me/tasks', { title: 'Plan', dueDate: '2026-12-01' }).expect(201)
    expect(body).toMatchObject({ due: { date: '2026-12-01' }, due_date: '2026-12-01' })
    expect(body).not.toHaveProperty('dueDate')
  })

  test.each(['', null])('200: dueDate as %j, which a form sends that does not show due dates, leaves one alone', async (dueDate) => {
    const { id, due } = await createTask(carol, { due_date: '2026-12-01' })
    const { body, headers } = await carol.put(`/api/me/tasks/${id}`, { title: 'Changed', dueDate }).expect(200)
    expect(body).toMatchObject({ title: 'Changed', due })
    expect(headers['ignored-fields']).toBe('dueDate')
  })

  test.each(['', null])('200: due_date as %j removes it', async (due_date) => {
    const { id } = await createTask(carol, { due_date: '2026-12-01' })
    expect((await carol.put(`/api/me/tasks/${id}`, { title: 'Changed', due_date }).expect(200)).body).toMatchObject({ due: null, due_date: null })
  })

  test('201: with due, where both mean the same', async () => {
    const due = { date_time: '2026-07-01T09:00', time_zone: 'Europe/Berlin' }
    expect(await createTask(carol, { due, due_date: '2026-07-01T07:00:00Z' })).toMatchObject({ due })
    expect(await createTask(carol, { due: null, due_date: '2026-07-01' })).toMatchObject({ due: { date: '2026-07-01' } })
    expect(await createTask(carol, { due: { date: '2026-07-01' }, due_date: '' })).toMatchObject({ due: { date: '2026-07-01' } })
  })

  test('400: with another due', async () => {
    const both = { title: 'Plan', due: { date: '2026-12-01' }, due_date: '2026-12-02' }
    const errors = [{ pointer: '#/due_date', detail: 'must be the same as due, or be omitted' }]
    expect((await carol.post('/api/me/tasks', both).expect(400)).body).toMatchObject({ errors })
    const { id } = await createTask(carol, { due_date: '2026-11-30' })
    expect((await carol.patch(`/api/me/tasks/${id}`, both).expect(400)).body).toMatchObject({ errors })
  })

  const dues = [null, { date: '2026-12-01' }, { date_time: '2026-12-01T09:00' }, { date_time: '2026-12-01T09:00', time_zone: 'Europe/Berlin' }]

  test.each([...dues, { date_time: '2200-12-31T23:59', time_zone: 'Pacific/Pago_Pago' }, { date_time: '1900-01-01T00:00', time_zone: 'Asia/Tokyo' }])(
    '200: a whole task that is sent back keeps its due date: %j',
    async (due) => {
      const task = await createTask(carol, { due })
      expect((await carol.put(`/api/me/tasks/${task.id}`, { ...task, title: 'Changed' }).expect(200)).body).toMatchObject({ due, due_date: task.due_date })
      // A front end that knows due_date alone.
      expect((await carol.put(`/api/me/tasks/${task.id}`, { ...task, due: undefined }).expect(200)).body).toMatchObject({ due })
    },
  )

  test.each(dues)('200: of a whole task that is sent back, the field that was changed counts: %j', async (due) => {
    const task = await createTask(carol, { due })
    const { body: byText } = await carol.put(`/api/me/tasks/${task.id}`, { ...task, due_date: '2027-01-01' }).expect(200)
    expect(byText).toMatchObject({ due: { date: '2027-01-01' } })
    const { body: byItself } = await carol.put(`/api/me/tasks/${task.id}`, { ...byText, due: { date: '2027-02-02' } }).expect(200)
    expect(byItself).toMatchObject({ due: { date: '2027-02-02' } })
    expect((await carol.put(`/api/me/tasks/${task.id}`, { ...byItself, due: null }).expect(200)).body).toMatchObject({ due: null })
  })

  test('200: a whole recurring task that is sent back stays at its date', async () => {
    const task = await createTask(carol, { due_date: '2026-12-01', recurrence: 'daily' })
    const { body } = await carol.put(`/api/me/tasks/${task.id}`, { ...task, title: 'Changed' }).expect(200)
    expect(body).toMatchObject({ due: task.due, recurrence: task.recurrence, completed: false })
  })

  test('400: without a due date a task cannot recur', async () => {
    const { id } = await createTask(carol, { due_date: '2026-12-01', recurrence: 'daily' })
    await carol.put(`/api/me/tasks/${id}`, { due_date: null }).expect(400)
  })
})

describe('a recurrence in words', () => {
  test.each([
    ['daily', 'FREQ=DAILY', 'skip', '2026-02-01'],
    ['Weekly', 'FREQ=WEEKLY', 'skip', '2026-02-07'],
    ['MONTHLY', 'FREQ=MONTHLY', 'clamp', '2026-02-28'],
    ['yearly', 'FREQ=YEARLY', 'clamp', '2027-01-31'],
    ['FREQ=DAILY;INTERVAL=2', 'FREQ=DAILY;INTERVAL=2', 'skip', '2026-02-02'],
  ])('201, 200: %s', async (recurrence, rule, month_overflow, next) => {
    const task = await createTask(carol, { due_date: '2026-01-31', recurrence })
    expect(task.recurrence).toEqual({ rule, anchor: 'schedule', month_overflow })
    const { body } = await carol.patch(`/api/me/tasks/${task.id}/complete`).expect(200)
    expect(body.due_date).toBe(next)
  })

  test('400: an invalid rule', async () => {
    const { body } = await carol.post('/api/me/tasks', { title: 'x', due_date: '2026-01-31', recurrence: 'FREQ=HOURLY' }).expect(400)
    expect(body.errors).toMatchObject([{ pointer: '#/recurrence/rule' }])
  })
})

describe('what is ignored is told', () => {
  test('201: fields that a task does not have', async () => {
    const { headers, body } = await carol.post('/api/me/tasks?url_user_id=x', { title: 'Plan', category: 'Work', recurring: true, id: 7 }).expect(201)
    expect(headers).toMatchObject({ 'ignored-fields': 'category, recurring, id', 'ignored-parameters': 'url_user_id' })
    expect(body).not.toHaveProperty('category')
  })

  test('200: not where nothing is', async () => {
    const { headers } = await carol.get('/api/me/tasks?status=&search=&sort_by=').expect(200)
    expect(Object.keys(headers).filter((name) => name.startsWith('ignored'))).toEqual([])
  })

  test('201: inside of other fields', async () => {
    const { headers } = await carol.post('/api/me/tasks', { title: 'x', due: { date: '2026-12-01', time: '9:00' } }).expect(201)
    expect(headers['ignored-fields']).toBe('due/time')
  })

  test('201: names of any number and form, of which some are named', async () => {
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`field_${index}`, index]))
    const { headers } = await carol.post('/api/me/tasks', { title: 'x', ...many }).expect(201)
    expect(headers['ignored-fields']).toBe(`${Array.from({ length: 20 }, (_, index) => `field_${index}`).join(', ')}, *`)
    const strange = { 'title': 'x', 'a\r\nSet-Cookie: b': 1, '': 1, 'ключ': 1, 'a b': 1, '"': 1, ['x'.repeat(65)]: 1, 'fine': 1 }
    expect((await carol.post('/api/me/tasks', strange).expect(201)).headers['ignored-fields']).toBe('fine, *')
    expect((await carol.get('/api/me/tasks?%0D%0AX-Evil:1=1&tags[]=a').expect(200)).headers['ignored-parameters']).toBe('*')
  })

  test('400: refused for those who want to be told', async () => {
    const { body, headers } = await carol.post('/api/me/tasks', { title: 'x', category: 'Work' }).set('Prefer', 'handling=strict').expect(400)
    expect(body.errors).toEqual([{ pointer: '#/category', detail: 'is not a field of this operation' }])
    expect(headers).not.toHaveProperty('ignored-fields')
    await carol.post('/api/me/tasks', { title: 'x', dueDate: '2026-12-01' }).set('Prefer', 'handling=strict').expect(201)
  })

  test('200: of each operation of a batch', async () => {
    const operations = [
      { operationId: 'createTask', body: { title: 'x', category: 'Work', priority: 'High', dueDate: '2026-12-01' } },
      { operationId: 'createTask', body: { title: 'y' } },
    ]
    const { body } = await carol.post('/api/me/batch', { operations }).expect(200)
    expect(body.results).toMatchObject([{ headers: { 'Ignored-Fields': 'category' }, body: { priority: 'high', due_date: '2026-12-01' } }, { status: 201 }])
    expect(body.results[1].headers).not.toHaveProperty('Ignored-Fields')
  })

  test('201: a replayed response tells it as well', async () => {
    const key = randomUUID()
    const send = () => carol.post('/api/me/tasks', { title: 'x', category: 'Work' }).set('Idempotency-Key', key).expect(201)
    await send()
    expect((await send()).headers).toMatchObject({ 'ignored-fields': 'category', 'idempotency-replayed': 'true' })
  })
})

describe('filters and orders', () => {
  beforeEach(async () => {
    await createTask(carol, { title: 'b', priority: 'low' })
    await createTask(carol, { title: 'a', completed: true, priority: 'high' })
    await createTask(carol, { title: 'c', priority: 'high' })
  })

  test.each([
    ['status=pending', ['b', 'c']],
    ['status=Pending', ['b', 'c']],
    ['status=incomplete', ['b', 'c']],
    ['status=ACTIVE', ['b', 'c']],
    ['status=Completed', ['a']],
    ['status_filter=completed', ['a']],
    ['status=&status_filter=done', ['a']],
    ['completed=true', ['a']],
    ['completed=false', ['b', 'c']],
    ['completed=', ['b', 'a', 'c']],
    ['status=all&completed=true', ['b', 'a', 'c']],
    ['priority=High', ['a', 'c']],
    ['priority=urgent&priority=LOW', ['b', 'a', 'c']],
    ['sort=created&order=DESC', ['c', 'a', 'b']],
    ['sort=updated&order=desc', ['c', 'a', 'b']],
    ['sort=due_date&order=desc', ['c', 'a', 'b']],
    ['sort_by=title&sort_order=desc', ['c', 'b', 'a']],
    ['sort=title&sort_by=created', ['a', 'b', 'c']],
    ['sort=Title', ['a', 'b', 'c']],
    ['skip=1&limit=1', ['a']],
    ['limit=1&offset=2', ['c']],
    ['page=1', ['b', 'a', 'c']],
    ['page=2&limit=2', ['c']],
    ['page=2&page_size=1', ['a']],
    ['page=3&per_page=1', ['c']],
    ['page=3&per_page=2', []],
    ['page=2&limit=1&offset=1', ['a']],
  ])('200: ?%s', async (query, titles) => {
    expect(titlesOf((await carol.get(`/api/me/tasks?${query}`).expect(200)).body)).toEqual(titles)
  })

  test.each([
    ['sort_by=colour', 'sort_by'],
    ['status_filter=doing', 'status_filter'],
    ['completed=maybe', 'completed'],
    ['sort=title&sort_by=created', 'sort_by'],
  ])('200: ?%s is not understood, and is told', async (query, name) => {
    expect((await carol.get(`/api/me/tasks?${query}`).expect(200)).headers['ignored-parameters']).toBe(name)
  })

  test.each([
    ['page=0', 'page'],
    ['page=x', 'page'],
    ['page=1.5', 'page'],
    ['page=1000002', 'page'],
    ['page=1002&limit=1000', 'page'],
    ['page=3&limit=1&offset=1', 'page'],
    ['skip=-1', 'offset'],
    ['skip=x', 'offset'],
    ['skip=1000001', 'offset'],
    ['page=2&per_page=5000', 'limit'],
    ['status=doing', 'status'],
  ])('400: ?%s names %s', async (query, parameter) => {
    expect((await carol.get(`/api/me/tasks?${query}`).expect(400)).body.errors).toMatchObject([{ parameter }])
  })

  test('200: a cursor is valid under either name', async () => {
    const { headers } = await carol.get('/api/me/tasks?status=pending&sort=created&limit=1').expect(200)
    const [, cursor = ''] = /[?&]cursor=([^&>]+)/.exec(headers['link'] ?? '') ?? []
    for (const query of ['status=pending&sort=created', 'status=open&sort=created_at']) {
      expect(titlesOf((await carol.get(`/api/me/tasks?${query}&limit=1&cursor=${cursor}`).expect(200)).body)).toEqual(['c'])
    }
  })

  test('200: the Link of a numbered page leads on from it', async () => {
    const { headers } = await carol.get('/api/me/tasks?page=2&limit=1').expect(200)
    const [, next = ''] = /<([^>]+)>/.exec(headers['link'] ?? '') ?? []
    expect(titlesOf((await carol.get(next).expect(200)).body)).toEqual(['c'])
  })

  test.each(['lists', 'tags', 'trash', 'deleted-lists', 'tasks/1/occurrences'])(
    '400: pages of %s by number or offset, which lead to the cursor',
    async (path) => {
      for (const parameter of ['page', 'skip', 'offset']) {
        const { body } = await carol.get(`/api/me/${path}?${parameter}=2`).expect(400)
        expect(body.errors).toEqual([{ parameter, detail: 'is not supported here: follow the Link header to the next page, which has its cursor' }])
        const { status } = await carol.get(`/api/me/${path}?${parameter}=${parameter === 'page' ? 1 : 0}`)
        expect(status).toBeOneOf([200, 404])
      }
    },
  )

  test('201, 200: priorities in bodies', async () => {
    const { body } = await carol.post('/api/me/tasks', { title: 'x', priority: 'Medium' }).expect(201)
    expect(body.priority).toBe('medium')
    expect((await carol.put(`/api/me/tasks/${body.id}`, { priority: 'urgent' }).expect(200)).body.priority).toBe('high')
  })
})

describe('paths', () => {
  test('200: /api/tasks… is /api/me/tasks…', async () => {
    const { body: task, headers } = await carol.post('/api/tasks', { title: 'Plan' }).expect(201)
    expect(headers['location']).toBe(`/api/${task.user_id}/tasks/${task.id}`)
    expect((await carol.get('/api/tasks/').expect(200)).body).toEqual([task])
    expect((await carol.get(`/api/tasks/${task.id}`).expect(200)).body).toEqual(task)
    expect((await carol.patch(`/api/tasks/${task.id}/complete`).expect(200)).body).toMatchObject({ completed: true })
    expect((await carol.put(`/api/tasks/${task.id}`, { title: 'Changed' }).expect(200)).body).toMatchObject({ title: 'Changed' })
    await carol.delete(`/api/tasks/${task.id}`).expect(204)
    expect((await carol.get('/api/trash').expect(200)).body).toMatchObject([{ id: task.id }])
    for (const name of ['lists', 'tags', 'deleted-lists', 'stats']) await carol.get(`/api/${name}`).expect(200)
    await carol.post('/api/batch', { operations: [{ operationId: 'listTasks' }] }).expect(200)
  })

  test("404, 401, 405, 400: as under /api/me, and never another user's task", async () => {
    const hers = await createTask(service.alice)
    await carol.get(`/api/tasks/${hers.id}`).expect(404)
    await service.anyone.get('/api/tasks').expect(401)
    expect((await carol.patch('/api/tasks').expect(405)).headers['allow']).toBe('GET, HEAD, OPTIONS, POST')
    await carol.get('/api/tasks/me').expect(400)
    await carol.get('/api/%74asks').expect(400)
  })

  test('201: one key is one request, under whichever path', async () => {
    const key = randomUUID()
    const { body } = await carol.post('/api/tasks', { title: 'x' }).set('Idempotency-Key', key).expect(201)
    expect((await carol.post('/api/me/tasks', { title: 'x' }).set('Idempotency-Key', key).expect(201)).body).toEqual(body)
  })

  test.each(['users', 'todos', 'v1', 'auth', 'health', 'chat'])('404: /api/%s, which names nobody', async (word) => {
    for (const request of [carol.get(`/api/${word}`), carol.delete(`/api/${word}`), carol.get(`/api/${word}/tasks`)]) {
      const { body } = await request.expect(404)
      expect(body.detail).toBe('No operation has this path, and it does not name you. Paths start with /api/me; see /docs for all operations.')
    }
  })

  test("200: /api/events, as the plan's later front ends ask for it", async () => {
    const { headers } = await carol.get('/api/events').expect(200)
    expect(headers['content-type']).toBe('text/event-stream')
  })

  test('200: a user whose subject is a word', async () => {
    const dave = frontEndUser(service, 'dave')
    const task = await createTask(dave)
    expect((await dave.get('/api/dave/tasks').expect(200)).body).toEqual([task])
    await dave.get('/api/dave').expect(200)
  })

  test("403: another user's id, as before", async () => {
    await carol.get(`/api/${service.alice.id}/tasks`).expect(403)
    await carol.get(`/api/${randomUUID()}`).expect(403)
  })
})
