import { beforeEach, describe, expect, test } from 'vitest'
import type { components } from '../../src/generated/contract.ts'
import { createList } from '../support/lists.ts'
import { testService } from '../support/service.ts'
import { subtasksOf } from '../support/subtasks.ts'
import { createTask } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const service = testService()
const { get, post, put, patch, remove, below, counts } = subtasksOf(service)

let parent: Task
beforeEach(async () => {
  parent = await createTask(service.alice, { title: 'Move house' })
})

describe('a subtask', () => {
  test('201: below a task, in its list, which counts it', async () => {
    const { id: list_id } = await createList(service.alice)
    const top = await createTask(service.alice, { list_id })
    const child = await below(top)
    expect(child).toMatchObject({ parent_id: top.id, list_id, subtask_count: 0 })
    expect(await get(top.id)).toMatchObject({ subtask_count: 1, open_subtask_count: 1, version: top.version + 1 })
    await below(top, { completed: true, list_id })
    expect(await counts(top.id)).toEqual([2, 1])
  })

  test('200: the counts go with what is done, moved, deleted and restored', async () => {
    const other = await createTask(service.alice)
    const [one, two] = [await below(parent), await below(parent)]
    await patch(`${one.id}/complete`).expect(200)
    expect(await counts(parent.id)).toEqual([2, 1])
    await patch(one.id, { completed: false }).expect(200)
    expect(await counts(parent.id)).toEqual([2, 2])
    await put(String(two.id), { parent_id: other.id }).expect(200)
    expect([await counts(parent.id), await counts(other.id)]).toEqual([
      [1, 1],
      [1, 1],
    ])
    await remove(one.id).expect(204)
    expect(await counts(parent.id)).toEqual([0, 0])
    await post(`${one.id}/restore`).expect(200)
    expect(await counts(parent.id)).toEqual([1, 1])
    await patch(one.id, { parent_id: null }).expect(200)
    expect(await counts(parent.id)).toEqual([0, 0])
  })

  test('200: the counts are right when all are completed at once', async () => {
    const children = await Promise.all(Array.from({ length: 20 }, () => below(parent)))
    expect(await counts(parent.id)).toEqual([20, 20])
    await Promise.all(children.map(({ id }) => patch(`${id}/complete`, { completed: true }).expect(200)))
    expect(await counts(parent.id)).toEqual([20, 0])
  })

  test('200: comes along to another list', async () => {
    const child = await below(await below(parent))
    const { id: list_id } = await createList(service.alice)
    await patch(parent.id, { list_id }).expect(200)
    expect(await get(child.id)).toMatchObject({ list_id })
  })

  test.each([
    ['PATCH', (list_id: number) => patch(parent.id, { list_id })],
    ['a new position', (list_id: number) => put(`${parent.id}/position`, { last: true, list_id })],
  ])('200 and 412: the version before its parent went to another list is stale, by %s', async (_, move) => {
    const child = await below(await below(parent))
    const etag = `"${child.version}"`
    const { id: list_id } = await createList(service.alice)
    await move(list_id).expect(200)
    const { body } = await service.alice.get(`/api/me/tasks/${child.id}`).set('If-None-Match', etag).expect(200)
    expect(body).toMatchObject({ list_id, version: child.version + 1 })
    expect(body.updated_at).not.toBe(child.updated_at)
    await patch(child.id, { title: 'Pack' }).set('If-Match', etag).expect(412)
  })

  test('200: sent back whole it stays where it is', async () => {
    const child = await below(parent)
    const { parent_id, list_id, title } = child
    expect((await put(String(child.id), { parent_id, list_id, title }).expect(200)).body).toMatchObject({ parent_id, list_id })
    expect(await counts(parent.id)).toEqual([1, 1])
  })
})

describe('completing', () => {
  test('200: leaves what is below it alone, unless that is asked for', async () => {
    const child = await below(parent)
    await patch(`${parent.id}/complete`, { completed: true }).expect(200)
    expect(await get(child.id)).toMatchObject({ completed: false })
  })

  test('200: with what is below it, at every level', async () => {
    const child = await below(parent)
    const grandchild = await below(child)
    const { body, headers } = await patch(`${parent.id}/complete`, { completed: true, cascade: true }).expect(200)
    expect(body).toMatchObject({ completed: true, subtask_count: 1, open_subtask_count: 0 })
    expect(await get(parent.id)).toEqual(body)
    expect(headers['etag']).toBe(`"${body.version}"`)
    expect(await get(child.id)).toMatchObject({ completed: true, completed_at: expect.any(String), open_subtask_count: 0 })
    expect(await get(grandchild.id)).toMatchObject({ completed: true })
    await patch(`${parent.id}/complete`, { completed: false, cascade: true }).expect(200)
    expect(await get(child.id)).toMatchObject({ completed: true })
  })

  test('200: a recurring task that moves on has what is below it open again', async () => {
    const daily = await createTask(service.alice, { due: { date: '2026-11-21' }, recurrence: { rule: 'FREQ=DAILY' } })
    const child = await below(daily, { completed: true })
    const { body } = await patch(`${daily.id}/complete`, { completed: true, cascade: true }).expect(200)
    expect(body).toMatchObject({ completed: false, due: { date: '2026-11-22' }, open_subtask_count: 1, occurrence: { outcome: 'completed' } })
    expect(await get(child.id)).toMatchObject({ completed: false, completed_at: null })
  })

  test('200: a recurring subtask stays as it is', async () => {
    const daily = await below(parent, { due: { date: '2026-11-21' }, recurrence: { rule: 'FREQ=DAILY' } })
    await patch(`${parent.id}/complete`, { completed: true, cascade: true }).expect(200)
    expect(await get(daily.id)).toMatchObject({ completed: false, due: { date: '2026-11-21' } })
  })

  test('200: what is in the trash stays as it was, and comes back open', async () => {
    const child = await below(parent)
    const grandchild = await below(child)
    await remove(grandchild.id).expect(204)
    await patch(`${parent.id}/complete`, { completed: true, cascade: true }).expect(200)
    const { body } = await post(`${grandchild.id}/restore`).expect(200)
    expect(body).toMatchObject({ completed: false, completed_at: null })
    expect(await counts(child.id)).toEqual([1, 1])
  })

  test('400: a cascade that is text', async () => {
    const { body } = await patch(`${parent.id}/complete`, { cascade: 'true' }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/cascade', detail: 'must be boolean' }])
  })
})

test('200: a tree out of one batch', async () => {
  const operations = [
    { operationId: 'createList', body: { name: 'House' } },
    { operationId: 'createTask', body: { title: 'Move', list_id: { $result: 0, pointer: '/id' } } },
    { operationId: 'createTask', body: { title: 'Pack', parent_id: { $result: 1, pointer: '/id' } } },
    { operationId: 'moveTask', params: { id: { $result: 2, pointer: '/id' } }, body: { first: true } },
    { operationId: 'listTasks', query: { parent_id: { $result: 1, pointer: '/id' }, sort: 'position' } },
    { operationId: 'getStats' },
  ]
  const { body }: { body: components['schemas']['BatchResults'] } = await service.alice.post('/api/me/batch', { atomic: true, operations }).expect(200)
  expect(body.results.map(({ status }) => status)).toEqual([201, 201, 201, 200, 200, 200])
  expect(body.results[4]?.body).toMatchObject([{ title: 'Pack', list_id: expect.any(Number) }])
})
