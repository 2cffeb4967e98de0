import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deleteExpired } from '../../src/database/cleanup.ts'
import type { Connections } from '../../src/database/connections.ts'
import { connect } from '../../src/database/pool.ts'
import { startService } from '../../src/server.ts'
import type { RunningService } from '../../src/server.ts'
import { createList } from '../support/lists.ts'
import { pagesFrom } from '../support/pages.ts'
import { passwordOf, settingsFor, testService } from '../support/service.ts'
import type { Person } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'
import { deletedTask } from '../support/trash.ts'

const service = testService()
const log = pino({ level: 'silent' })
let connections: Connections
let people = 0

beforeAll(() => void (connections = connect(settingsFor(service.database.serviceUrl), log)))
afterAll(() => connections.close())

const newcomer = (): Promise<Person> => service.register(`newcomer-${++people}`)

const cleanUp = (most = 1_000): Promise<void> => deleteExpired(connections, log, { most })

/** Adds so many tasks, each with a tag. */
const addTasks = ({ id }: Person, count: number, list: number | null = null) =>
  service.database.superuser(
    `with added as (
      insert into tasks (user_id, title, list_id, tags, tag_keys)
      select $1::bigint, 'Secret ' || n, $2::bigint, '{errands}', array[$1::bigint || ':errands'] from generate_series(1, $3::int) as n returning id
    ) select count(*) from added`,
    [id, list, count],
  )

const addTrash = ({ id }: Person, count: number) =>
  service.database.superuser(
    `with added as (
      insert into tasks (user_id, title, deleted_at) select $1, 'Secret ' || n, now() from generate_series(1, $2::int) as n returning user_id, id
    ) insert into trash (user_id, task_id) select user_id, id from added order by id`,
    [id, count],
  )

async function count(condition: string, table = 'tasks'): Promise<number> {
  const [row] = await service.database.superuser<{ count: number }>(`select count(*)::int from ${table} where ${condition}`)
  return row?.count ?? -1
}

/** How many rows a user's own requests could see of a table, whatever they asked. */
async function visible({ id }: Person, table: string): Promise<number> {
  const client = new pg.Client({ connectionString: service.database.url })
  await client.connect()
  try {
    await client.query(`begin; set local role taskpact_runtime; set local app.user_id = '${id}'`)
    const {
      rows: [row],
    } = await client.query<{ count: number }>(`select count(*)::int from ${table}`)
    return row?.count ?? -1
  } finally {
    await client.end()
  }
}

describe('an account of 3,000 tasks', () => {
  test('204: its credentials are dead at once, its address is free, and the rest goes in parts', async () => {
    const carol = await newcomer()
    const name = `newcomer-${people}`
    await createList(carol)
    await createTask(carol, { tags: ['work'] })
    await addTasks(carol, 3_000)
    await carol.delete('/api/me').expect(204)
    await carol.get('/api/me/tasks').expect(401)
    await service.anyone.post('/api/auth/refresh', { refresh_token: carol.refreshToken }).expect(401)
    await service.anyone.post('/api/auth/login', { email: carol.email, password: passwordOf(name) }).expect(401)
    const again = await service.register(name)
    expect((await again.get('/api/me/tasks').expect(200)).body).toEqual([])
    expect(await count(`user_id = ${carol.id}`)).toBe(3_001)
    await cleanUp(70)
    for (const table of ['tasks', 'lists', 'tags', 'idempotency_keys']) expect(await count(`user_id = ${carol.id}`, table)).toBe(0)
    expect(await count(`id = ${carol.id}`, 'users')).toBe(0)
    await again.get('/api/me').expect(200)
  })

  test('204: a service that is stopped between two parts leaves the rest to the next', async () => {
    const carol = await newcomer()
    await addTasks(carol, 3_000)
    await carol.delete('/api/me').expect(204)
    const left = () => count(`user_id = ${carol.id}`)
    const run = (every: number): Promise<RunningService> => startService(settingsFor(service.database.serviceUrl), log, undefined, { most: 20, every })
    const first = await run(1)
    await expect.poll(left, { interval: 1, timeout: 20_000 }).toBeLessThan(3_000)
    await first.stop(true)
    const stoppedAt = await left()
    expect(stoppedAt).toBeGreaterThan(0)
    expect(stoppedAt % 20).toBe(0)
    expect(await count(`id = ${carol.id}`, 'users')).toBe(1)
    const second = await run(1)
    await expect.poll(() => count(`id = ${carol.id}`, 'users'), { timeout: 20_000 }).toBe(0)
    await second.stop(true)
    expect(await left()).toBe(0)
  })

  test('204: what a request adds that began before goes as well', async () => {
    const carol = await newcomer()
    const late = new pg.Client({ connectionString: service.database.url })
    await late.connect()
    try {
      await late.query(`begin; set local role taskpact_runtime; set local app.user_id = '${carol.id}'`)
      await late.query('insert into tasks (user_id, title) values (caller_id(), $1)', ['late'])
      await carol.delete('/api/me').expect(204)
      await late.query('commit')
    } finally {
      await late.end()
    }
    await cleanUp()
    expect(await count(`user_id = ${carol.id}`)).toBe(0)
    expect(await count(`id = ${carol.id}`, 'users')).toBe(0)
  })
})

describe('a list of 6,000 tasks', () => {
  const listOf = async (who: Person): Promise<number> => {
    const { id } = await createList(who)
    await service.database.superuser(`insert into tags (user_id, name, name_key) values (${who.id}, 'errands', 'errands')`)
    await addTasks(who, 6_000, id)
    return id
  }

  /** How many tasks have the tag, and which are in the trash: all pages of it. */
  const errandsOf = async (who: Person): Promise<number> => (await who.get('/api/me/tags').expect(200)).body[0]?.task_count
  const trashOf = async (who: Person) => (await pagesFrom<Task>(who, '/api/me/trash?limit=900')).flat()

  test('204: neither the list nor its tasks are found by any path, and all of them are in the trash', async () => {
    const carol = await newcomer()
    const id = await listOf(carol)
    const kept = await createTask(carol, { title: 'Kept', tags: ['errands'] })
    const [last] = await service.database.superuser<{ id: string }>(`select max(id) as id from tasks where list_id = ${id}`)
    const before = await deletedTask(carol)
    await carol.delete(`/api/me/lists/${id}`).expect(204)
    const after = await deletedTask(carol)
    await carol.get(`/api/me/lists/${id}`).expect(404)
    await carol.get(`/api/me/tasks/${last?.id}`).expect(404)
    await carol.get(`/api/me/tasks/${last?.id}/occurrences?from=2026-01-01&to=2026-01-02`).expect(404)
    await carol.patch(`/api/me/tasks/${last?.id}`, { title: 'x' }).expect(404)
    await carol.patch(`/api/me/tasks/${last?.id}/complete`).expect(404)
    await carol.delete(`/api/me/tasks/${last?.id}`).expect(404)
    await carol.post('/api/me/tasks', { title: 'x', parent_id: Number(last?.id) }).expect(400)
    await carol.put(`/api/me/tasks/${kept.id}/position`, { after: Number(last?.id) }).expect(400)
    for (const query of ['', '?sort=title', '?status=open', '?tag=errands']) expect((await carol.get(`/api/me/tasks${query}`).expect(200)).body).toEqual([kept])
    expect((await carol.get('/api/me/tasks?search=secret').expect(200)).body).toEqual([])
    expect(await errandsOf(carol)).toBe(1)
    expect((await carol.get('/api/me/stats').expect(200)).body).toMatchObject({ open: 1, by_list: [{ list_id: null, open: 1 }], by_tag: [{ open: 1 }] })
    await cleanUp(170)
    const ids = (await trashOf(carol)).map((task) => task.id)
    expect(ids).toHaveLength(6_002)
    expect(new Set(ids).size).toBe(6_002)
    expect([ids[0], ids[1], ids.at(-1)]).toEqual([after.id, Number(last?.id), before.id])
  })

  test('200: restored, it has all its tasks at once, with what was changed for all tasks meanwhile', async () => {
    const carol = await newcomer()
    const id = await listOf(carol)
    const due = await createTask(carol, { list_id: id, title: 'Due', due: { date: '2026-11-21' }, tags: ['home'] })
    await carol.delete(`/api/me/lists/${id}`).expect(204)
    const [, home] = (await carol.get('/api/me/tags').expect(200)).body
    await carol.patch(`/api/me/tags/${home.id}`, { name: 'house' }).expect(200)
    await carol.patch('/api/me', { time_zone: 'Pacific/Kiritimati' }).expect(200)
    const { body } = await carol.post(`/api/me/lists/${id}/restore`).expect(200)
    expect(body.id).toBe(id)
    expect(await trashOf(carol)).toEqual([])
    expect(await errandsOf(carol)).toBe(6_000)
    expect((await carol.get(`/api/me/stats`).expect(200)).body.open).toBe(6_001)
    expect((await carol.get(`/api/me/tasks/${due.id}`).expect(200)).body).toMatchObject({ tags: ['house'], list_id: id })
    expect(await count(`id = ${due.id} and due_at = '2026-11-21T10:00Z'`)).toBe(1)
    await cleanUp()
    expect(await errandsOf(carol)).toBe(6_000)
  })

  test('200: a task of it is restored alone, and purged alone', { timeout: 60_000 }, async () => {
    const carol = await newcomer()
    const id = await listOf(carol)
    const early = await deletedTask(carol, { list_id: id })
    await carol.delete(`/api/me/lists/${id}`).expect(204)
    const [purged, one, other] = await trashOf(carol)
    await carol.delete(`/api/me/trash/${purged?.id}`).expect(204)
    await carol.delete(`/api/me/trash/${purged?.id}`).expect(404)
    await carol.post(`/api/me/tasks/${one?.id}/restore`).expect(200)
    await carol.get(`/api/me/lists/${id}`).expect(200)
    expect((await carol.get('/api/me/tasks').expect(200)).body).toMatchObject([{ id: one?.id, list_id: id }])
    expect(await errandsOf(carol)).toBe(1)
    const left = (await trashOf(carol)).map((task) => task.id)
    expect(left).toHaveLength(5_999)
    expect(left).toEqual(expect.arrayContaining([other?.id, early.id]))
    await carol.delete(`/api/me/lists/${id}`).expect(204)
    await carol.post(`/api/me/lists/${id}/restore`).expect(200)
    expect((await carol.get('/api/me/tasks').expect(200)).body).toMatchObject([{ id: one?.id }])
  })

  test('200: a task that was in the trash before brings it back without the others', { timeout: 60_000 }, async () => {
    const carol = await newcomer()
    const id = await listOf(carol)
    const early = await deletedTask(carol, { list_id: id })
    await carol.delete(`/api/me/lists/${id}`).expect(204)
    await carol.post(`/api/me/tasks/${early.id}/restore`).expect(200)
    expect((await carol.get('/api/me/tasks').expect(200)).body).toMatchObject([{ id: early.id, list_id: id }])
    expect(await trashOf(carol)).toHaveLength(6_000)
  })

  test('204: after thirty days the cleanup deletes it, in parts, with its tasks', async () => {
    const carol = await newcomer()
    const id = await listOf(carol)
    await carol.delete(`/api/me/lists/${id}`).expect(204)
    await service.database.superuser(`update lists set deleted_at = now() - interval '31 days' where id = ${id}`)
    await cleanUp(170)
    expect(await count(`user_id = ${carol.id}`)).toBe(0)
    expect(await count(`user_id = ${carol.id}`, 'lists')).toBe(0)
    // The service's own cleanup may be at these, and one at a time is.
    await expect.poll(() => count(`user_id = ${carol.id}`, 'tag_counts'), { timeout: 30_000 }).toBe(0)
  })

  test('204: the trash is emptied: all of it goes, and none comes back', async () => {
    const carol = await newcomer()
    const id = await listOf(carol)
    await carol.delete(`/api/me/lists/${id}`).expect(204)
    await carol.delete('/api/me/trash').expect(204)
    await carol.post(`/api/me/lists/${id}/restore`).expect(404)
    const [task] = await service.database.superuser<{ id: string }>(`select max(id) as id from tasks where list_id = ${id}`)
    await carol.post(`/api/me/tasks/${task?.id}/restore`).expect(404)
    await carol.delete(`/api/me/trash/${task?.id}`).expect(404)
    expect((await carol.get('/api/me/deleted-lists').expect(200)).body).toEqual([])
    expect(await trashOf(carol)).toEqual([])
    expect((await carol.get('/api/me/tasks').expect(200)).body).toEqual([])
    await cleanUp(170)
    expect(await count(`user_id = ${carol.id}`)).toBe(0)
    expect(await count(`user_id = ${carol.id}`, 'lists')).toBe(0)
  }, 180_000)
})

describe('a trash of 6,000 tasks', () => {
  test('204: it is empty at once, and what comes there after is not removed with the rest', async () => {
    const carol = await newcomer()
    await addTrash(carol, 6_000)
    const list = await createList(carol)
    await carol.delete(`/api/me/lists/${list.id}`).expect(204)
    const [first] = (await carol.get('/api/me/trash').expect(200)).body
    await carol.delete('/api/me/trash').expect(204)
    expect(await count(`user_id = ${carol.id}`)).toBe(5_000)
    expect((await carol.get('/api/me/trash').expect(200)).body).toEqual([])
    expect((await carol.get('/api/me/deleted-lists').expect(200)).body).toEqual([])
    await carol.post(`/api/me/tasks/${first.id}/restore`).expect(404)
    await carol.delete(`/api/me/trash/${first.id}`).expect(404)
    expect(await visible(carol, 'trash')).toBe(0)
    const task = await createTask(carol)
    await carol.delete(`/api/me/tasks/${task.id}`).expect(204)
    await cleanUp(170)
    expect((await carol.get('/api/me/trash').expect(200)).body).toEqual([expect.objectContaining({ id: task.id })])
    expect(await count(`user_id = ${carol.id}`)).toBe(1)
    expect(await count(`user_id = ${carol.id}`, 'lists')).toBe(0)
  })

  test('204: a second time before the rest is removed', async () => {
    const carol = await newcomer()
    await addTrash(carol, 6_000)
    await carol.delete('/api/me/trash').expect(204)
    await carol.delete('/api/me/trash').expect(204)
    await cleanUp()
    expect(await count(`user_id = ${carol.id}`)).toBe(0)
    expect(await count('trash_emptied_to > 0', 'users')).toBe(0)
  })
})
