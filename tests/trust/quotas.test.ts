import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Connections } from '../../src/database/connections.ts'
import { connect } from '../../src/database/pool.ts'
import { frontEndUser } from '../support/front-end.ts'
import { createList } from '../support/lists.ts'
import { writeAtRandom } from '../support/random-writes.ts'
import { passwordOf, settingsFor, testService } from '../support/service.ts'
import type { Client, Person } from '../support/service.ts'
import { countStatuses } from '../support/statuses.ts'
import { createTask } from '../support/tasks.ts'

const quotas = { tasks: 20, lists: 5, tags: 10, bytes: 5_000, sessions: 3, occurrences: 4 }
// A busy machine takes longer than a statement may wait for a lock.
const service = testService({ settings: { quotas }, lockTimeout: '60s' })
const log = pino({ level: 'silent' })
let connections: Connections
let carol: Person
let people = 0

beforeAll(() => void (connections = connect(settingsFor(service.database.serviceUrl), log)))
afterAll(() => connections.close())
beforeEach(async () => void (carol = await service.register(`carol-${++people}`)))

type Use = Record<'tasks' | 'lists' | 'tags' | 'bytes', number>

/** What a user is told to have. */
async function useOf(who: Client): Promise<Use> {
  const { body } = await who.get('/api/me').expect(200)
  const { tasks, lists, tags, bytes } = body.quotas
  return { tasks: tasks.used, lists: lists.used, tags: tags.used, bytes: bytes.used }
}

/** What a user has, counted row by row. */
async function counted({ id }: { id: number }): Promise<Use | undefined> {
  const [row] = await service.database.superuser<Use>(`select
    (select count(*)::int from tasks where user_id = ${id}) as tasks,
    (select count(*)::int from lists where user_id = ${id}) as lists,
    (select count(*)::int from tags where user_id = ${id}) as tags,
    (coalesce((select sum(octet_length(title) + octet_length(coalesce(description, '')) + octet_length(tags::text)) from tasks where user_id = ${id}), 0)
      + coalesce((select sum(octet_length(name)) from lists where user_id = ${id}), 0)
      + coalesce((select sum(octet_length(name)) from tags where user_id = ${id}), 0))::int as bytes`)
  return row
}

const addTask = (who: Client, fields: object = {}) => who.post('/api/me/tasks', { title: 'Buy milk', ...fields })

describe('a quota', () => {
  test('200: the account shows what is used of each quota', async () => {
    await createTask(carol, { title: 'Milch', description: 'süß', tags: ['errands'] })
    await createList(carol, { name: 'Home' })
    const { body } = await carol.get('/api/me').expect(200)
    expect(body.quotas).toEqual({
      tasks: { used: 1, limit: 20 },
      lists: { used: 1, limit: 5 },
      tags: { used: 1, limit: 10 },
      // The tags of a task count as PostgreSQL writes them: with braces around.
      bytes: { used: 5 + 5 + 9 + 4 + 7, limit: 5_000 },
      sessions: { used: 1, limit: 3 },
    })
  })

  test("200: that of a front end's user begins with nothing", async () => {
    expect(await useOf(frontEndUser(service, `somebody-${people}`))).toEqual({ tasks: 0, lists: 0, tags: 0, bytes: 0 })
  })

  test.each([
    ['tasks', 20, () => addTask(carol), 'You can have at most 20 tasks, including the trash. Delete tasks, and empty the trash.'],
    ['lists', 5, () => carol.post('/api/me/lists', { name: 'x' }), 'You can have at most 5 lists, including the trash. Delete lists, and empty the trash.'],
  ])('403: above that of %s, and kept exactly where many come at once', async (name, limit, create, detail) => {
    const answers = await Promise.all(Array.from({ length: limit + 15 }, create))
    expect(countStatuses(answers)).toEqual({ 201: limit, 403: 15 })
    expect(await counted(carol)).toMatchObject({ [name]: limit })
    const { body } = await create().expect(403)
    expect(body).toMatchObject({ type: '/docs/problems/quota-exceeded', detail, message: detail })
  })

  test('403: tags, in creating and changing a task, and nothing is changed', async () => {
    const names = (from: number, count: number) => Array.from({ length: count }, (_, index) => `tag-${from + index}`)
    const task = await createTask(carol, { tags: names(0, 8) })
    await addTask(carol, { tags: names(8, 3) }).expect(403)
    const { body } = await carol.patch(`/api/me/tasks/${task.id}`, { tags: names(8, 3) }).expect(403)
    expect(body.detail).toBe('You can have at most 10 tags. Delete tags that you no longer need.')
    expect(await useOf(carol)).toMatchObject({ tasks: 1, tags: 8 })
    await carol.patch(`/api/me/tasks/${task.id}`, { tags: names(6, 4) }).expect(200)
  })

  test('403: bytes, in creating and changing; less is never refused', async () => {
    const text = { title: 'x', description: '🥛'.repeat(1_000) }
    const task = await createTask(carol, text)
    await addTask(carol, text).expect(403)
    const { id } = await createTask(carol)
    const { body } = await carol.patch(`/api/me/tasks/${id}`, text).expect(403)
    expect(body.detail).toMatch(/^You can have at most 5000 bytes of text\./)
    await carol.put(`/api/me/tasks/${id}`, text).expect(403)
    await carol.patch(`/api/me/tasks/${task.id}`, { description: null }).expect(200)
    await carol.patch(`/api/me/tasks/${id}`, text).expect(200)
  })

  test('200: what is above a quota that was lowered can be read, changed and deleted', async () => {
    for (let index = 0; index < 25; index += 1) {
      await service.database.superuser(`insert into tasks (user_id, title) values (${carol.id}, 'x')`)
    }
    expect(await useOf(carol)).toMatchObject({ tasks: 25 })
    const [task] = (await carol.get('/api/me/tasks?limit=1').expect(200)).body
    await carol.patch(`/api/me/tasks/${task.id}`, { title: 'longer', completed: true }).expect(200)
    await addTask(carol).expect(403)
    await carol.delete(`/api/me/tasks/${task.id}`).expect(204)
    await carol.delete('/api/me/trash').expect(204)
    expect(await useOf(carol)).toEqual(await counted(carol))
  })

  test('200: emptying the trash makes room', async () => {
    await Promise.all(Array.from({ length: 20 }, () => addTask(carol).expect(201)))
    const [task] = (await carol.get('/api/me/tasks?limit=1').expect(200)).body
    await carol.delete(`/api/me/tasks/${task.id}`).expect(204)
    await addTask(carol).expect(403)
    await carol.delete('/api/me/trash').expect(204)
    await addTask(carol).expect(201)
  })

  test('403: of a batch, the operation that exceeds it, which an atomic one undoes with the others', async () => {
    await Promise.all(Array.from({ length: 19 }, () => addTask(carol).expect(201)))
    const operations = ['one', 'two'].map((title) => ({ operationId: 'createTask', body: { title } }))
    const { body: refused } = await carol.post('/api/me/batch', { operations, atomic: true }).expect(403)
    expect(refused.errors).toEqual([{ pointer: '#/operations/1/body', detail: 'would exceed the quota of tasks' }])
    expect(await useOf(carol)).toMatchObject({ tasks: 19 })
    const { body } = await carol.post('/api/me/batch', { operations, atomic: false }).expect(200)
    expect(body.results).toEqual([expect.objectContaining({ status: 201 }), expect.objectContaining({ status: 403 })])
    expect(await useOf(carol)).toEqual(await counted(carol))
  })

  test('403: in a dry run, after which nothing has changed', async () => {
    await Promise.all(Array.from({ length: 20 }, () => addTask(carol).expect(201)))
    await addTask(carol).set('Prefer', 'dry-run').expect(403)
    const [task] = (await carol.get('/api/me/tasks?limit=1').expect(200)).body
    await carol.patch(`/api/me/tasks/${task.id}`, { title: 'much longer' }).set('Prefer', 'dry-run').expect(200)
    expect(await useOf(carol)).toEqual(await counted(carol))
    expect(await useOf(carol)).toMatchObject({ tasks: 20 })
  })

  test('201: nobody else is held to it', async () => {
    await Promise.all(Array.from({ length: 20 }, () => addTask(carol).expect(201)))
    await addTask(service.bob).expect(201)
  })
})

describe('sessions', () => {
  test('200: logging in beyond the quota ends those that were used least recently, exactly', async () => {
    const credentials = { email: carol.email, password: passwordOf(`carol-${people}`) }
    const logins = await Promise.all(Array.from({ length: 8 }, () => service.anyone.post('/api/auth/login', credentials).expect(200)))
    const answers = await Promise.all(
      [carol.token, ...logins.map(({ body }) => body.token)].map((token) => service.client({ Authorization: `Bearer ${token}` }).get('/api/me')),
    )
    expect(countStatuses(answers)).toEqual({ 200: 3, 401: 6 })
    await carol.get('/api/me').expect(401)
    const { body } = await service.anyone.post('/api/auth/login', credentials).expect(200)
    const { body: account } = await service
      .client({ Authorization: `Bearer ${body.token}` })
      .get('/api/me')
      .expect(200)
    expect(account.quotas.sessions).toEqual({ used: 3, limit: 3 })
  })
})

describe('occurrences', () => {
  test('200: of a task that recurs, the last so many are kept', async () => {
    const { id } = await createTask(carol, { due: '2026-11-01', recurrence: { rule: 'FREQ=DAILY' } })
    for (let day = 0; day < 7; day += 1) await carol.patch(`/api/me/tasks/${id}/complete`, { completed: true }).expect(200)
    const rows = await service.database.superuser<{ due: { date: string } }>(`select due from occurrences where task_id = ${id} order by id`)
    expect(rows.map(({ due }) => due.date)).toEqual(['2026-11-04', '2026-11-05', '2026-11-06', '2026-11-07'])
    await carol.patch(`/api/me/tasks/${id}/complete`, { completed: false }).expect(200)
    expect((await carol.get(`/api/me/tasks/${id}`).expect(200)).body.due).toEqual({ date: '2026-11-07' })
  })
})

describe('the counters equal the rows', () => {
  test.each([1, 2, 3])('200: after a random sequence of four writers at once, seed %d', { timeout: 60_000 }, async (seed) => {
    await writeAtRandom(service, connections, carol, { seed, writers: 4, steps: 40 })
    // Whatever was deleted, there is something to count, or already as much as there may be.
    await carol.post('/api/me/tasks', { title: 'Last' })
    const use = await useOf(carol)
    expect(use).toEqual(await counted(carol))
    expect(use.bytes).toBeGreaterThan(0)
    for (const name of ['tasks', 'lists', 'tags', 'bytes'] as const) expect(use[name]).toBeLessThanOrEqual(quotas[name])
  })
})
