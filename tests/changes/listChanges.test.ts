import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import { describe, expect } from 'vitest'
import { startService } from '../../src/server.ts'
import { allChangesOf, changesOf, followerOf, snapshotOf, sorted } from '../support/changes.ts'
import { createList } from '../support/lists.ts'
import { testsOf } from '../support/operation-tests.ts'
import { createRecurring } from '../support/recurring.ts'
import { clientOf, settingsFor, testService } from '../support/service.ts'
import type { Person } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const test = testsOf('listChanges')
const service = testService()

/** Someone who has one of each thing, and a task in the trash. */
async function someoneWithAll(name: string): Promise<Person> {
  const someone = await service.register(name)
  const list = await createList(someone)
  const parent = await createTask(someone, { list_id: list.id, tags: ['errands'], priority: 'high', description: 'Semi-skimmed.' })
  await createTask(someone, { parent_id: parent.id, due: { date_time: '2026-12-24T18:00:00', time_zone: 'Europe/Berlin' } })
  const recurring = await createRecurring(someone)
  await someone.patch(`/api/me/tasks/${recurring.id}/complete`).expect(200)
  const deleted = await createTask(someone)
  await someone.delete(`/api/me/tasks/${deleted.id}`).expect(204)
  return someone
}

/** The cursor behind what a request has changed. */
const cursorOf = ({ headers }: { headers: Record<string, string> }): string => headers['sync-cursor'] ?? ''

describe('without since', () => {
  test('200: everything there is, as its operations return it', async () => {
    const carol = await someoneWithAll('carol')
    const { changes } = await allChangesOf(carol)
    const dataOf = (wanted: string): unknown[] => changes.filter(({ type }) => type === wanted).map(({ data }) => data)
    const read = async (path: string): Promise<unknown[]> => (await carol.get(path).expect(200)).body
    const recurring = changes.find(({ data }) => data !== null && 'recurrence' in data && data.recurrence !== null)
    const { body: account } = await carol.get('/api/me').expect(200)
    expect(dataOf('user').map((user) => Object.assign({}, user, { quotas: account.quotas, email_verified: account.email_verified }))).toEqual([account])
    expect(dataOf('list')).toEqual(await read('/api/me/lists'))
    expect(dataOf('task')).toEqual(await read('/api/me/tasks'))
    expect(dataOf('tag')).toEqual([expect.objectContaining({ name: 'errands' })])
    expect(dataOf('occurrence')).toEqual(await read(`/api/me/tasks/${recurring?.id}/occurrences`))
    expect(changes.every(({ op }) => op === 'upsert')).toBe(true)
  })

  test('200: in pages of one, the same', async () => {
    const carol = await someoneWithAll('pages')
    const whole = await allChangesOf(carol)
    const pages = await allChangesOf(carol, null, { limit: '1' })
    expect(pages.changes).toEqual(whole.changes)
    expect(await changesOf(carol, { limit: '1' })).toMatchObject({ changes: [{ type: 'user' }], complete: false })
  })

  test('200: what changes between its pages comes after it', async () => {
    const carol = await service.register('between')
    const [one, other] = [await createTask(carol), await createTask(carol)]
    const { cursor } = await changesOf(carol)
    await carol.delete(`/api/me/tasks/${one.id}`).expect(204)
    await carol.patch(`/api/me/tasks/${other.id}`, { title: 'Call' }).expect(200)
    const { changes } = await allChangesOf(carol, cursor)
    expect(changes.slice(-2)).toMatchObject([
      { type: 'task', op: 'delete', id: one.id, data: null },
      { type: 'task', op: 'upsert', id: other.id, data: { title: 'Call' } },
    ])
  })
})

describe('with since', () => {
  test('200: nothing, once all is known', async () => {
    const carol = await someoneWithAll('nothing')
    const { cursor } = await allChangesOf(carol)
    expect(await changesOf(carol, { since: cursor })).toEqual({ changes: [], cursor, complete: true })
  })

  test('200: of each thing the last state, in the order of their last changes', async () => {
    const carol = await service.register('last')
    const { cursor } = await allChangesOf(carol)
    const [one, other] = [await createTask(carol, { title: 'One' }), await createTask(carol, { title: 'Other' })]
    const { body: changed } = await carol.patch(`/api/me/tasks/${one.id}`, { title: 'Once more' }).expect(200)
    const { changes, complete } = await changesOf(carol, { since: cursor })
    expect(changes.map(({ data }) => data)).toEqual([other, changed])
    expect(changes.map(({ seq }) => seq)).toEqual([2, 3])
    expect(complete).toBe(true)
  })

  test('200: each change apart, with what it changed, by what and when', async () => {
    const carol = await service.register('events')
    const { cursor } = await allChangesOf(carol)
    const { id } = await createTask(carol, { title: 'Call' })
    const { headers } = await carol.patch(`/api/me/tasks/${id}`, { title: 'Call the plumber', priority: 'high' }).expect(200)
    await carol.patch(`/api/me/tasks/${id}/complete`).expect(200)
    await carol.patch(`/api/me/tasks/${id}/complete`).expect(200)
    await carol.delete(`/api/me/tasks/${id}`).expect(204)
    await carol.post(`/api/me/tasks/${id}/restore`).expect(200)
    const { changes } = await changesOf(carol, { since: cursor, mode: 'events' })
    expect(changes.map(({ event }) => event)).toEqual(['created', 'updated', 'completed', 'reopened', 'deleted', 'restored'].map((word) => `task.${word}`))
    expect(changes[1]).toMatchObject({
      operation: 'patchTask',
      request_id: headers['x-request-id'],
      via: expect.stringMatching(/^session:/),
      at: expect.any(String),
      changed: { title: { from: 'Call', to: 'Call the plumber' }, priority: { from: 'none', to: 'high' } },
    })
  })

  test('200: the changes of a batch have one number', async () => {
    const carol = await service.register('batch')
    const { cursor } = await allChangesOf(carol)
    const operations = ['One', 'Two', 'Three'].map((title) => ({ operationId: 'createTask', body: { title } }))
    await carol.post('/api/me/batch', { operations }).expect(200)
    const { changes } = await changesOf(carol, { since: cursor })
    expect(changes.map(({ seq }) => seq)).toEqual([1, 1, 1])
    const pages = await allChangesOf(carol, cursor, { limit: '1' })
    expect(pages.changes).toEqual(changes)
  })

  test('200: a place in the order is a change too', async () => {
    const carol = await service.register('order')
    const [first, last] = [await createTask(carol), await createTask(carol)]
    const { cursor } = await allChangesOf(carol)
    await carol.put(`/api/me/tasks/${last.id}/position`, { before: first.id }).expect(200)
    const { changes } = await changesOf(carol, { since: cursor, mode: 'events' })
    expect(changes).toMatchObject([{ id: last.id, event: 'task.moved', changed: { position: { from: expect.any(String), to: expect.any(String) } } }])
  })

  test('200: nothing of a dry run', async () => {
    const carol = await service.register('dry')
    const { cursor } = await allChangesOf(carol)
    await carol.post('/api/me/tasks', { title: 'Call' }).set('Prefer', 'dry-run').expect(201)
    expect((await changesOf(carol, { since: cursor })).changes).toEqual([])
  })

  test('200: the Sync-Cursor of a change leads to what follows it', async () => {
    const carol = await service.register('cursor')
    const first = cursorOf(await carol.post('/api/me/tasks', { title: 'One' }).expect(201))
    const second = cursorOf(await carol.post('/api/me/tasks', { title: 'Two' }).expect(201))
    expect((await changesOf(carol, { since: first })).changes).toMatchObject([{ data: { title: 'Two' } }])
    expect((await changesOf(carol, { since: second })).changes).toEqual([])
  })

  test('200: a copy that follows is equal to a new snapshot after each change', async () => {
    const carol = await someoneWithAll('follower')
    const follower = followerOf(carol)
    await follower.follow()
    const list = await createList(carol)
    const task = await createTask(carol, { list_id: list.id, tags: ['errands', 'home'] })
    const tag = [...follower.copy.keys()].find((key) => key.startsWith('tag '))?.slice(4)
    const writes = [
      () => carol.patch(`/api/me/tags/${tag}`, { name: 'chores', color: '#4a90d9' }).expect(200),
      () => carol.delete(`/api/me/tags/${tag}`).expect(204),
      () => carol.patch('/api/me', { name: 'Carol', time_zone: 'Europe/Berlin' }).expect(200),
      () => carol.patch(`/api/me/lists/${list.id}`, { name: 'Work' }).expect(200),
      () => carol.put(`/api/me/lists/${list.id}/position`, { first: true }).expect(200),
      () => carol.delete(`/api/me/lists/${list.id}`).expect(204),
      () => carol.post(`/api/me/lists/${list.id}/restore`).expect(200),
      () => carol.delete(`/api/me/tasks/${task.id}`).expect(204),
      () => carol.delete('/api/me/trash').expect(204),
    ]
    for (const write of writes) {
      await write()
      await follower.follow()
      expect(sorted(follower.copy)).toEqual(sorted(await snapshotOf(carol)))
    }
  })
})

describe('a cursor that does not do', () => {
  test.each([
    ['that was never given out', 'abc'],
    ['that is empty', ''],
  ])('400: one %s', async (_, since) => {
    const { body } = await service.alice.get(`/api/me/changes?since=${since}`).expect(400)
    expect(body.errors).toContainEqual({ parameter: 'since', detail: expect.stringMatching(/^must be a cursor/) })
  })

  test("400: another user's", async () => {
    const { cursor } = await allChangesOf(service.bob)
    const { body } = await service.alice.get(`/api/me/changes?since=${cursor}`).expect(400)
    expect(body.errors).toMatchObject([{ parameter: 'since', detail: expect.stringContaining('a cursor of your changes') }])
  })

  test('410: one whose changes are not kept any more', async () => {
    const carol = await service.register('old')
    await createTask(carol)
    const { cursor } = await allChangesOf(carol)
    await createTask(carol)
    await service.database.superuser('delete from changes where user_id = $1', [carol.id])
    const { body, headers } = await carol.get(`/api/me/changes?since=${cursor}`).expect(410)
    expect(body).toMatchObject({ type: '/docs/problems/cursor-expired', errors: [{ parameter: 'since' }] })
    expect(headers['link']).toBe(`</api/${carol.id}/changes>; rel="first"`)
  })

  test('410: one of a database that was restored from a backup', async () => {
    const carol = await service.register('restored')
    await createTask(carol)
    const { cursor } = await allChangesOf(carol)
    // The backup ends before the change, and another was made since.
    await service.database.superuser('delete from changes where user_id = $1', [carol.id])
    await service.database.superuser('update feeds set seq = 0 where user_id = $1', [carol.id])
    await createTask(carol)
    await carol.get(`/api/me/changes?since=${cursor}`).expect(410)
  })

  test('410: one that more than 10,000 changes have followed', async () => {
    const carol = await service.register('behind')
    await createTask(carol)
    const { cursor } = await allChangesOf(carol)
    const copies = `insert into changes (user_id, seq, ordinal, type, entity_id) select $1, 2, n, 'task', 1 from generate_series(1, 10001) as n`
    await service.database.superuser(copies, [carol.id])
    await carol.get(`/api/me/changes?since=${cursor}`).expect(410)
  })
})

test('200: nothing of the text of what was purged is kept', async () => {
  const carol = await service.register('purged')
  const { id } = await createTask(carol, { title: 'A secret', description: 'Another secret' })
  await carol.patch(`/api/me/tasks/${id}`, { title: 'A third secret' }).expect(200)
  await carol.delete(`/api/me/tasks/${id}`).expect(204)
  await carol.delete(`/api/me/trash/${id}`).expect(204)
  const rows = await service.database.superuser('select changes::text as row from changes where user_id = $1', [carol.id])
  expect(rows.length).toBeGreaterThan(3)
  expect(JSON.stringify(rows)).not.toContain('secret')
})

describe('with wait', () => {
  test('200: as soon as there is a change', async () => {
    const carol = await service.register('wait')
    const { cursor } = await allChangesOf(carol)
    const waiting = changesOf(carol, { since: cursor, wait: '30' })
    const early = await Promise.race([waiting, carol.get('/api/me').then(() => 'nothing yet')])
    expect(early).toBe('nothing yet')
    await createTask(carol, { title: 'Call' })
    expect((await waiting).changes).toMatchObject([{ data: { title: 'Call' } }])
  })

  test('200: at once, if there is something already', async () => {
    const carol = await service.register('already')
    const { cursor } = await allChangesOf(carol)
    await createTask(carol)
    expect((await changesOf(carol, { since: cursor, wait: '30' })).changes).toHaveLength(1)
  })

  test('200: an empty page after that time, from which it continues', async () => {
    const carol = await service.register('quiet')
    const { cursor } = await allChangesOf(carol)
    expect(await changesOf(carol, { since: cursor, wait: '1' })).toEqual({ changes: [], cursor, complete: true })
  })

  test('200: an empty page as the service stops', async () => {
    const stopping = await startService({ ...settingsFor(service.database.serviceUrl), concurrentPerUser: 1, maxInFlight: 1 }, pino({ level: 'silent' }))
    const carol = await service.register('stopping')
    const there = clientOf(stopping.url, { Authorization: `Bearer ${carol.token}` })
    const { cursor } = await allChangesOf(carol)
    const waiting = changesOf(there, { since: cursor, wait: '30' })
    await expect.poll(async () => (await there.get('/metrics')).text, { timeout: 20_000 }).toMatch(/^taskpact_open_streams 1$/m)
    // It is in nobody's way, though one request at a time is served.
    await there.get('/api/me/tasks').expect(200)
    await Promise.all([stopping.stop(true), expect(waiting).resolves.toEqual({ changes: [], cursor, complete: true })])
  })

  test('401: the session ends meanwhile', async () => {
    const carol = await service.register('ends')
    const { cursor } = await allChangesOf(carol)
    const waiting = carol.get(`/api/me/changes?since=${cursor}&wait=30`).expect(401)
    const [{ status }] = await Promise.all([waiting, pause(100).then(() => carol.post('/api/auth/logout').expect(204))])
    expect(status).toBe(401)
  })

  test.each(['31', '-1', '0.5', 'x'])('400: %s seconds', async (wait) => {
    const { body } = await service.alice.get(`/api/me/changes?wait=${wait}`).expect(400)
    expect(body.errors).toMatchObject([{ parameter: 'wait' }])
  })
})

test('200: a cursor whose own change is not kept any more, while nothing that followed is missing', async () => {
  const carol = await service.register('idle')
  await createTask(carol)
  const { cursor } = await allChangesOf(carol)
  await service.database.superuser('delete from changes where user_id = $1', [carol.id])
  await createTask(carol, { title: 'Call' })
  expect((await changesOf(carol, { since: cursor })).changes).toMatchObject([{ data: { title: 'Call' } }])
})
