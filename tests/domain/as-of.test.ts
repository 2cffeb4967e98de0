import { setTimeout as pause } from 'node:timers/promises'
import type { Response } from 'supertest'
import { describe, expect, test } from 'vitest'
import { allChangesOf, changesOf } from '../support/changes.ts'
import { titlesOf } from '../support/finding.ts'
import { createList } from '../support/lists.ts'
import { nextOf, pagesFrom } from '../support/pages.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const service = testService()

/** The cursor after all that someone has changed. */
const now = async (who: Client): Promise<string> => (await allChangesOf(who)).cursor

/** What someone had at a moment. */
async function at(who: Client, asOf: string, path: string): Promise<Response['body']> {
  const separator = path.includes('?') ? '&' : '?'
  return (await who.get(`/api/me/${path}${separator}as_of=${encodeURIComponent(asOf)}`).expect(200)).body
}

const namesOf = (things: { name: string }[]): string[] => things.map(({ name }) => name)

describe('a moment between two changes', () => {
  test('200: is the time of the first one, or its cursor', async () => {
    const carol = await service.register('carol')
    const { body: task, headers } = await carol.post('/api/me/tasks', { title: 'Call' }).expect(201)
    const { body: changed }: { body: Task } = await carol.patch(`/api/me/tasks/${task.id}`, { title: 'Call Bob' }).expect(200)
    await carol.patch(`/api/me/tasks/${task.id}`, { title: 'Write to Bob' }).expect(200)
    const path = `tasks/${task.id}`
    expect(await at(carol, headers['sync-cursor'] ?? '', path)).toEqual(task)
    expect(await at(carol, task.updated_at, path)).toEqual(task)
    expect(await at(carol, changed.updated_at, path)).toEqual(changed)
    // The same moment with another offset.
    expect(await at(carol, changed.updated_at.replace('Z', '+00:00'), path)).toEqual(changed)
  })

  test("200: is the Date of the first one's response, if a second passes before the next", async () => {
    const carol = await service.register('date')
    const { body: task, headers } = await carol.post('/api/me/tasks', { title: 'Call' }).expect(201)
    await pause(1_100)
    await carol.patch(`/api/me/tasks/${task.id}`, { title: 'Write' }).expect(200)
    const date = new Date(headers['date'] ?? '').toISOString().replace('.000', '')
    expect(titlesOf(await at(carol, date, 'tasks'))).toEqual(['Call'])
  })

  test('404: a task that was not there yet, and one in the trash then', async () => {
    const carol = await service.register('not-yet')
    const before = await now(carol)
    const { id } = await createTask(carol)
    await carol.delete(`/api/me/tasks/${id}`).expect(204)
    const deleted = await now(carol)
    await carol.post(`/api/me/tasks/${id}/restore`).expect(200)
    await carol.get(`/api/me/tasks/${id}?as_of=${before}`).expect(404)
    await carol.get(`/api/me/tasks/${id}?as_of=${deleted}`).expect(404)
    expect(await at(carol, before, 'tasks')).toEqual([])
    expect(await at(carol, deleted, 'tasks')).toEqual([])
  })
})

describe('what has changed since', () => {
  test('200: a task that was deleted, with its version and ETag', async () => {
    const carol = await service.register('deleted')
    const { id } = await createTask(carol, { title: 'Call', description: 'At noon.', tags: ['phone'], due: { date: '2026-12-24' } })
    const { body: task, headers } = await carol.patch(`/api/me/tasks/${id}`, { priority: 'high' }).expect(200)
    const cursor = await now(carol)
    await carol.patch(`/api/me/tasks/${id}`, { title: 'Write', description: null, tags: [], due: null }).expect(200)
    await carol.delete(`/api/me/tasks/${id}`).expect(204)
    const then = await carol.get(`/api/me/tasks/${id}?as_of=${cursor}`).expect(200)
    expect(then.body).toEqual(task)
    expect(then.headers['etag']).toBe(headers['etag'])
    await carol
      .get(`/api/me/tasks/${id}?as_of=${cursor}`)
      .set('If-None-Match', headers['etag'] ?? '')
      .expect(304)
  })

  test('200: a task that was moved, in the list and below the parent where it was', async () => {
    const carol = await service.register('moved')
    const [from, to] = [await createList(carol), await createList(carol)]
    const parent = await createTask(carol, { title: 'Parent', list_id: from.id })
    await createTask(carol, { title: 'Child', parent_id: parent.id })
    const cursor = await now(carol)
    await carol.patch(`/api/me/tasks/${parent.id}`, { list_id: to.id }).expect(200)
    await carol.delete(`/api/me/lists/${from.id}`).expect(204)
    expect(titlesOf(await at(carol, cursor, `tasks?list_id=${from.id}`))).toEqual(['Parent', 'Child'])
    expect(await at(carol, cursor, `tasks?list_id=${to.id}`)).toEqual([])
    expect(await at(carol, cursor, `tasks?parent_id=${parent.id}`)).toMatchObject([{ title: 'Child', list_id: from.id }])
    expect(await at(carol, cursor, `tasks/${parent.id}`)).toMatchObject({ list_id: from.id, subtask_count: 1 })
  })

  test('200: a list that was deleted with its tasks', async () => {
    const carol = await service.register('lists')
    const list = await createList(carol, { name: 'Work' })
    await createTask(carol, { title: 'Call', list_id: list.id })
    const cursor = await now(carol)
    await carol.patch(`/api/me/lists/${list.id}`, { name: 'Home' }).expect(200)
    await carol.delete(`/api/me/lists/${list.id}`).expect(204)
    expect(await at(carol, cursor, `lists/${list.id}`)).toEqual(list)
    expect(await at(carol, cursor, 'lists')).toEqual([list])
    expect(titlesOf(await at(carol, cursor, 'tasks'))).toEqual(['Call'])
  })

  test('200: tags that were renamed or deleted, with their counts', async () => {
    const carol = await service.register('tags')
    const { id } = await createTask(carol, { tags: ['one', 'two'] })
    await createTask(carol, { tags: ['one'], completed: true })
    const { body: tags } = await carol.get('/api/me/tags').expect(200)
    const cursor = await now(carol)
    await carol.patch(`/api/me/tags/${tags[0].id}`, { name: 'three', color: '#4a90d9' }).expect(200)
    await carol.delete(`/api/me/tags/${tags[1].id}`).expect(204)
    await carol.delete(`/api/me/tasks/${id}`).expect(204)
    expect(await at(carol, cursor, 'tags')).toEqual(tags)
    expect(tags).toMatchObject([
      { name: 'one', task_count: 2, open_count: 1 },
      { name: 'two', task_count: 1, open_count: 1 },
    ])
    expect(await at(carol, cursor, 'tasks?tag=two')).toMatchObject([{ id, tags: ['one', 'two'] }])
    expect(await at(carol, cursor, 'tasks?tag=three')).toEqual([])
  })

  test('200: the words and the order of then', async () => {
    const carol = await service.register('words')
    const tasks = [await createTask(carol, { title: 'Buy milk' }), await createTask(carol, { title: 'Buy bread' })]
    const cursor = await now(carol)
    await carol.patch(`/api/me/tasks/${tasks[0]?.id}`, { title: 'Zip up', priority: 'high' }).expect(200)
    await carol.put(`/api/me/tasks/${tasks[1]?.id}/position`, { first: true }).expect(200)
    expect(titlesOf(await at(carol, cursor, 'tasks?search=buy milk'))).toEqual(['Buy milk'])
    expect(await at(carol, cursor, 'tasks?search=zip')).toEqual([])
    expect(titlesOf(await at(carol, cursor, 'tasks?sort=title'))).toEqual(['Buy bread', 'Buy milk'])
    expect(titlesOf(await at(carol, cursor, 'tasks?sort=position'))).toEqual(['Buy milk', 'Buy bread'])
    expect(await at(carol, cursor, 'tasks?priority=high')).toEqual([])
  })

  test('200: days and what was overdue, in the time zone of then', async () => {
    const carol = await service.register('zone')
    await carol.patch('/api/me', { time_zone: 'Pacific/Auckland' }).expect(200)
    await createTask(carol, { title: 'Late', due: { date_time: '2026-12-24T00:30' } })
    await createTask(carol, { title: 'Later', due: { date_time: '2026-12-24T23:30' } })
    const read = async (path: string): Promise<string[]> => titlesOf((await carol.get(`/api/me/${path}`).expect(200)).body)
    const instants = 'tasks?due_from=2026-12-23T11:00:00Z&due_to=2026-12-23T12:00:00Z'
    const [day, hour] = [await read('tasks?due_from=2026-12-24&due_to=2026-12-24'), await read(instants)]
    const cursor = await now(carol)
    await carol.patch('/api/me', { time_zone: 'America/Los_Angeles' }).expect(200)
    expect(await read(instants)).toEqual([])
    expect(titlesOf(await at(carol, cursor, instants))).toEqual(hour)
    expect(titlesOf(await at(carol, cursor, 'tasks?due_from=2026-12-24&due_to=2026-12-24'))).toEqual(day)
    expect([day, hour]).toEqual([['Late', 'Later'], ['Late']])
  })

  test('200: a task is overdue by the time of then', async () => {
    const carol = await service.register('overdue')
    await createTask(carol, { title: 'Call', due: { date_time: new Date(Date.now() + 1_500).toISOString().slice(0, 19), time_zone: 'UTC' } })
    const cursor = await now(carol)
    const overdue = async (): Promise<string[]> => titlesOf((await carol.get('/api/me/tasks?status=overdue').expect(200)).body)
    await expect.poll(overdue, { timeout: 10_000 }).toEqual(['Call'])
    expect(await at(carol, cursor, 'tasks?status=overdue')).toEqual([])
  })

  test('200: nothing of what was permanently deleted', async () => {
    const carol = await service.register('purged')
    const list = await createList(carol, { name: 'A secret' })
    const { id } = await createTask(carol, { title: 'Another secret', list_id: list.id, tags: ['one'] })
    const cursor = await now(carol)
    await carol.delete(`/api/me/tasks/${id}`).expect(204)
    await carol.delete(`/api/me/trash/${id}`).expect(204)
    await carol.delete(`/api/me/lists/${list.id}`).expect(204)
    await carol.delete('/api/me/trash').expect(204)
    await carol.get(`/api/me/tasks/${id}?as_of=${cursor}`).expect(404)
    expect(await at(carol, cursor, 'tasks')).toEqual([])
    expect(await at(carol, cursor, 'lists')).toEqual([])
    expect(await at(carol, cursor, 'tags')).toMatchObject([{ name: 'one', task_count: 0 }])
  })
})

describe('pages', () => {
  test('200: Link keeps the moment, whatever changes meanwhile', async () => {
    const carol = await service.register('pages')
    const tasks = ['a', 'b', 'c', 'd', 'e']
    for (const title of tasks) await createTask(carol, { title })
    const cursor = await now(carol)
    const response = await carol.get(`/api/me/tasks?limit=1&sort=title&as_of=${cursor}`).expect(200)
    expect(new URLSearchParams(nextOf(response)?.split('?')[1]).get('as_of')).toBe(cursor)
    for (const path of [`tasks?limit=2&as_of=${cursor}`, `tasks?limit=2&sort=title&as_of=${cursor}`]) {
      const pages = await pagesFrom<Task>(carol, `/api/me/${path}`, async () => {
        const { id } = (await carol.get('/api/me/tasks?limit=1').expect(200)).body[0]
        await carol.delete(`/api/me/tasks/${id}`).expect(204)
        await createTask(carol, { title: 'between' })
      })
      expect(titlesOf(pages.flat())).toEqual(tasks)
    }
  })

  test('200: lists and tags too', async () => {
    const carol = await service.register('more-pages')
    for (const name of ['a', 'b', 'c']) await createList(carol, { name })
    await createTask(carol, { tags: ['d', 'e', 'f'] })
    const cursor = await now(carol)
    for (const path of ['lists', 'tags']) {
      for (const { id } of (await carol.get(`/api/me/${path}`).expect(200)).body) await carol.delete(`/api/me/${path}/${id}`).expect(204)
      const pages = await pagesFrom<{ name: string }>(carol, `/api/me/${path}?limit=2&as_of=${cursor}`)
      expect(namesOf(pages.flat()).sort()).toEqual(path === 'lists' ? ['a', 'b', 'c'] : ['d', 'e', 'f'])
    }
  })

  test('400: a cursor of the pages of another moment', async () => {
    const carol = await service.register('other-pages')
    for (const title of ['a', 'b']) await createTask(carol, { title })
    const [first, task] = [await now(carol), await createTask(carol)]
    const next = nextOf(await carol.get(`/api/me/tasks?limit=1&as_of=${first}`).expect(200)) ?? ''
    await carol.get(next.replace(first, encodeURIComponent(task.updated_at))).expect(400)
  })

  test('200: X-Total-Count is that of then', async () => {
    const carol = await service.register('total')
    const [{ id }] = [await createTask(carol), await createTask(carol)]
    const cursor = await now(carol)
    await carol.delete(`/api/me/tasks/${id}`).expect(204)
    const { headers } = await carol.get(`/api/me/tasks?limit=1&as_of=${cursor}`).set('Prefer', 'count=exact').expect(200)
    expect(headers['x-total-count']).toBe('2')
  })
})

test('200: in a batch, without the changes that it makes itself', async () => {
  const carol = await service.register('batch')
  const [task, list] = [await createTask(carol), await createList(carol)]
  const cursor = await now(carol)
  const operations = [
    { operationId: 'patchTask', params: { id: task.id }, body: { title: 'Other' } },
    { operationId: 'getTask', params: { id: task.id }, query: { as_of: cursor } },
    { operationId: 'createTask', body: { title: 'Next' } },
    { operationId: 'listTasks', query: { as_of: cursor, sort: 'title' } },
    { operationId: 'getTask', params: { id: 4_711 }, query: { as_of: cursor } },
    { operationId: 'deleteList', params: { id: list.id } },
    { operationId: 'listLists', query: { as_of: cursor } },
    { operationId: 'listTasks', query: { as_of: '2020-02-29T12:00:00Z' } },
    { operationId: 'listTasks' },
  ]
  const { results } = (await carol.post('/api/me/batch', { atomic: false, operations }).expect(200)).body as { results: { status: number; body: unknown }[] } // as the contract has it
  const statuses = [200, 200, 201, 200, 404, 204, 200, 410, 200]
  expect(results.map(({ status }) => status)).toEqual(statuses)
  expect(results[1]?.body).toEqual(task)
  expect(results[3]?.body).toEqual([task])
  expect(results[6]?.body).toEqual([list])
  expect(titlesOf(results[8]?.body as Task[])).toEqual(['Other', 'Next'])
  // All of its changes have one number, in their order.
  const { changes } = await changesOf(carol, { since: cursor, mode: 'events' })
  expect(changes.map(({ event, seq }) => [event, seq - (changes[0]?.seq ?? 0)])).toEqual([
    ['task.updated', 0],
    ['task.created', 0],
    ['list.deleted', 0],
  ])
  expect(await at(carol, cursor, 'tasks')).toEqual([task])
})

describe('what is not known any more', () => {
  const expired = { type: '/docs/problems/cursor-expired', errors: [{ parameter: 'as_of', detail: 'is too far back' }] }

  test('410: a moment before changes that are not kept any more', async () => {
    const carol = await service.register('old')
    const task = await createTask(carol)
    const cursor = await now(carol)
    const { body: changed } = await carol.patch(`/api/me/tasks/${task.id}`, { title: 'Other' }).expect(200)
    await createTask(carol)
    await service.database.superuser('delete from changes where user_id = $1 and seq < 3', [carol.id])
    for (const moment of [task.updated_at, cursor]) {
      const { body } = await carol.get(`/api/me/tasks?as_of=${encodeURIComponent(moment)}`).expect(410)
      expect(body).toMatchObject(expired)
    }
    // That what it was is not recorded any more makes no difference to what followed; without it, its time is not known.
    const { body } = await carol.get(`/api/me/tasks/${task.id}?as_of=${encodeURIComponent(changed.updated_at)}`).expect(410)
    expect(body).toMatchObject(expired)
    expect(titlesOf(await at(carol, await now(carol), 'tasks'))).toContain('Other')
  })

  test('410: a cursor of a database that was restored from a backup', async () => {
    const carol = await service.register('restored')
    await createTask(carol)
    const cursor = await now(carol)
    await service.database.superuser('delete from changes where user_id = $1', [carol.id])
    await service.database.superuser('update feeds set seq = 0 where user_id = $1', [carol.id])
    await createTask(carol)
    await carol.get(`/api/me/tasks?as_of=${cursor}`).expect(410)
  })

  test.each([
    [200, 10_000],
    [410, 10_001],
  ])('%i: a moment that %i changes have followed', async (status, count) => {
    const carol = await service.register(`behind-${count}`)
    const task = await createTask(carol)
    const cursor = await now(carol)
    const copies = `insert into changes (user_id, seq, ordinal, type, entity_id) select $1, 2, n, 'task', 1 from generate_series(1, $2::integer) as n`
    await service.database.superuser(copies, [carol.id, count])
    await service.database.superuser('update feeds set seq = 2, at = now() where user_id = $1', [carol.id])
    for (const moment of [cursor, task.updated_at]) await carol.get(`/api/me/tasks?as_of=${encodeURIComponent(moment)}`).expect(status)
  })

  test('410: more than 10,000 numbers back', async () => {
    const carol = await service.register('numbers')
    const task = await createTask(carol)
    const cursor = await now(carol)
    const copies = `insert into changes (user_id, seq, ordinal, type, entity_id, at) select $1, n, 1, 'task', 1, now() from generate_series(2, 10010) as n`
    await service.database.superuser(copies, [carol.id])
    await service.database.superuser('update feeds set seq = 10010, at = now() where user_id = $1', [carol.id])
    for (const moment of [cursor, task.updated_at]) await carol.get(`/api/me/tasks?as_of=${encodeURIComponent(moment)}`).expect(410)
  })
})
