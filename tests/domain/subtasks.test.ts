import { beforeEach, describe, expect, test } from 'vitest'
import type { components } from '../../src/generated/contract.ts'
import { createList } from '../support/lists.ts'
import { testService } from '../support/service.ts'
import { createTask, greatestId } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'
import { trashOf } from '../support/trash.ts'

const service = testService()
const { get, post, put, patch, remove } = {
  get: async (id: number): Promise<Task> => (await service.alice.get(`/api/me/tasks/${id}`).expect(200)).body,
  post: (path: string, body?: object) => service.alice.post(`/api/me/tasks/${path}`, body),
  put: (path: string, body: object) => service.alice.put(`/api/me/tasks/${path}`, body),
  patch: (path: number | string, body?: object) => service.alice.patch(`/api/me/tasks/${path}`, body),
  remove: (path: number | string) => service.alice.delete(`/api/me/tasks/${path}`),
}
const below = (parent: { id: number }, fields: object = {}): Promise<Task> => createTask(service.alice, { parent_id: parent.id, ...fields })
const gone = (id: number) => service.alice.get(`/api/me/tasks/${id}`).expect(404)
const counts = async (id: number): Promise<[all: number, open: number]> => {
  const { subtask_count, open_subtask_count } = await get(id)
  return [subtask_count, open_subtask_count]
}

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
    expect([await counts(parent.id), await counts(other.id)]).toEqual([[1, 1], [1, 1]])
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

  test('200: sent back whole it stays where it is', async () => {
    const child = await below(parent)
    const { parent_id, list_id, title } = child
    expect((await put(String(child.id), { parent_id, list_id, title }).expect(200)).body).toMatchObject({ parent_id, list_id })
    expect(await counts(parent.id)).toEqual([1, 1])
  })
})

describe('the tree', () => {
  const chain = async (length: number): Promise<Task[]> => {
    const tasks = [await createTask(service.alice)]
    for (const task of Array.from({ length: length - 1 })) tasks.push(await below(tasks.at(-1) ?? parent, { description: task ?? null }))
    return tasks
  }
  const refusal = (pointer: string, detail: string): object => ({ errors: [{ pointer, detail }] })

  test('201 and 400: eight levels, and no more', async () => {
    const tasks = await chain(8)
    const { body } = await post('', { title: 'Too deep', parent_id: tasks.at(-1)?.id }).expect(400)
    expect(body).toMatchObject(refusal('#/parent_id', 'must not lead to more than 8 levels of tasks, and these would be 9'))
  })

  test('400: moving what is as high as that would be too deep', async () => {
    const [upper, lower] = [await chain(4), await chain(5)]
    const { body } = await patch(lower[0]?.id ?? 0, { parent_id: upper.at(-1)?.id }).expect(400)
    expect(body).toMatchObject(refusal('#/parent_id', 'must not lead to more than 8 levels of tasks, and these would be 9'))
    await patch(lower[0]?.id ?? 0, { parent_id: upper[2]?.id }).expect(200)
  })

  test('400: below itself, or below what is below it', async () => {
    const [top, , bottom] = await chain(3)
    for (const parent_id of [top?.id, bottom?.id]) {
      const { body } = await patch(top?.id ?? 0, { parent_id }).expect(400)
      expect(body).toMatchObject(refusal('#/parent_id', 'must not be the task itself, nor one below it'))
    }
  })

  test('200 or 400: two that are put below each other at once make no ring', async () => {
    for (let count = 0; count < 10; count += 1) {
      const [one, other] = [await createTask(service.alice), await createTask(service.alice)]
      const answers = await Promise.all([patch(one.id, { parent_id: other.id }), patch(other.id, { parent_id: one.id })])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
    }
  })

  test('201 or 400: what is created while its parent is deleted is never left below nothing', async () => {
    for (let count = 0; count < 15; count += 1) {
      const top = await createTask(service.alice)
      await below(top)
      const [created] = await Promise.all([post('', { title: 'Late', parent_id: top.id }), remove(top.id).expect(204)])
      expect([201, 400]).toContain(created.status)
      if (created.status === 201) await gone(created.body.id)
    }
  })

  test.each([
    ['a task that there is not', { parent_id: greatestId }, '#/parent_id', 'must be the id of one of your tasks, or null'],
    ['a task by its title', { parent_id: 'Move house' }, '#/parent_id', 'must be integer,null'],
    ['the id 0', { parent_id: 0 }, '#/parent_id', 'must be >= 1'],
  ])('400: below %s', async (_, fields, pointer, detail) => {
    expect((await post('', { title: 'Lost', ...fields }).expect(400)).body).toMatchObject(refusal(pointer, detail))
    expect((await patch(parent.id, fields).expect(400)).body).toMatchObject(refusal(pointer, detail))
    expect(await get(parent.id)).toEqual(parent)
  })

  test("400: below another user's task, or one in the trash", async () => {
    const his = await createTask(service.bob)
    await remove(parent.id).expect(204)
    for (const parent_id of [his.id, parent.id]) {
      expect((await post('', { title: 'Lost', parent_id }).expect(400)).body).toMatchObject(refusal('#/parent_id', 'must be the id of one of your tasks, or null'))
    }
  })

  test('400: in another list than the task above', async () => {
    const { id: list_id } = await createList(service.alice)
    const detail = 'must be the list of the task above, or be left out; send parent_id null to have the task in another list'
    expect((await post('', { title: 'Torn', parent_id: parent.id, list_id }).expect(400)).body).toMatchObject(refusal('#/list_id', detail))
    const child = await below(parent)
    expect((await patch(child.id, { list_id }).expect(400)).body).toMatchObject(refusal('#/list_id', detail))
    expect((await patch(child.id, { list_id, parent_id: null }).expect(200)).body).toMatchObject({ list_id, parent_id: null })
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

  test('400: a cascade that is text', async () => {
    const { body } = await patch(`${parent.id}/complete`, { cascade: 'true' }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/cascade', detail: 'must be boolean' }])
  })
})

describe('deleting', () => {
  test('204: with what is below it, and all of that comes back with it', async () => {
    const child = await below(parent)
    const grandchild = await below(child)
    await remove(parent.id).expect(204)
    for (const { id } of [parent, child, grandchild]) await gone(id)
    expect((await trashOf(service.alice)).slice(0, 3).map(({ id }) => id)).toEqual([grandchild.id, child.id, parent.id])
    expect((await post(`${parent.id}/restore`).expect(200)).body).toMatchObject({ subtask_count: 1, open_subtask_count: 1 })
    expect(await get(grandchild.id)).toMatchObject({ parent_id: child.id })
    expect(await counts(child.id)).toEqual([1, 1])
  })

  test('204: what was deleted before stays in the trash', async () => {
    const [early, late] = [await below(parent), await below(parent)]
    await remove(early.id).expect(204)
    await remove(parent.id).expect(204)
    await post(`${parent.id}/restore`).expect(200)
    await gone(early.id)
    await get(late.id)
    expect(await counts(parent.id)).toEqual([1, 1])
  })

  test('200: one that is restored by itself brings back what is above it, and nothing else', async () => {
    const [child, sibling] = [await below(parent), await below(parent)]
    const grandchild = await below(child)
    await remove(parent.id).expect(204)
    await post(`${child.id}/restore`).expect(200)
    expect(await get(child.id)).toMatchObject({ parent_id: parent.id, subtask_count: 1 })
    await get(grandchild.id)
    await gone(sibling.id)
    expect(await counts(parent.id)).toEqual([1, 1])
    await post(`${sibling.id}/restore`).expect(200)
    expect(await counts(parent.id)).toEqual([2, 2])
  })

  test('204: its subtasks go up, in their order, and last, where they are to stay', async () => {
    const child = await below(parent)
    const kept = [await below(child, { title: 'a' }), await below(child, { title: 'b' })]
    await service.alice.put(`/api/me/tasks/${kept[1]?.id}/position`, { first: true }).expect(200)
    await remove(`${child.id}?cascade=false`).expect(204)
    const { body }: { body: Task[] } = await service.alice.get(`/api/me/tasks?parent_id=${parent.id}&sort=position`).expect(200)
    expect(body.map(({ title }) => title)).toEqual(['b', 'a'])
    expect(await counts(parent.id)).toEqual([2, 2])
    await remove(`${parent.id}?cascade=false`).expect(204)
    expect(await get(kept[0]?.id ?? 0)).toMatchObject({ parent_id: null })
  })

  test.each(['cascade=1', 'cascade=', 'cascade=no'])('400: ?%s', async (query) => {
    const { body } = await remove(`${parent.id}?${query}`).expect(400)
    expect(body.errors).toEqual([{ parameter: 'cascade', detail: 'must be boolean' }])
  })

  test('204: with its list, and all comes back with that', async () => {
    const { id: list_id } = await createList(service.alice)
    const top = await createTask(service.alice, { list_id })
    const child = await below(top)
    await service.alice.delete(`/api/me/lists/${list_id}`).expect(204)
    await gone(child.id)
    await service.alice.post(`/api/me/lists/${list_id}/restore`).expect(200)
    expect(await get(child.id)).toMatchObject({ parent_id: top.id, list_id })
    expect(await counts(top.id)).toEqual([1, 1])
  })

  test('204: for good, with what went to the trash together with it', async () => {
    const [before, with_it] = [await below(parent), await below(parent)]
    await remove(before.id).expect(204)
    await remove(parent.id).expect(204)
    await service.alice.delete(`/api/me/trash/${parent.id}`).expect(204)
    await post(`${with_it.id}/restore`).expect(404)
    expect((await post(`${before.id}/restore`).expect(200)).body).toMatchObject({ parent_id: null })
  })

  test('404: purging one that is not in the trash, though others went there with it', async () => {
    const [child, sibling] = [await below(parent), await below(parent)]
    await remove(parent.id).expect(204)
    await post(`${child.id}/restore`).expect(200)
    await service.alice.delete(`/api/me/trash/${parent.id}`).expect(404)
    await post(`${sibling.id}/restore`).expect(200)
  })
})

test('200: a tree out of one batch', async () => {
  const operations = [
    { operationId: 'createList', body: { name: 'House' } },
    { operationId: 'createTask', body: { title: 'Move', list_id: { $answer: 0, pointer: '/id' } } },
    { operationId: 'createTask', body: { title: 'Pack', parent_id: { $answer: 1, pointer: '/id' } } },
    { operationId: 'placeTask', params: { id: { $answer: 2, pointer: '/id' } }, body: { first: true } },
    { operationId: 'listTasks', query: { parent_id: { $answer: 1, pointer: '/id' }, sort: 'position' } },
    { operationId: 'getStats' },
  ]
  const { body }: { body: components['schemas']['BatchResults'] } = await service.alice.post('/api/me/batch', { atomic: true, operations }).expect(200)
  expect(body.results.map(({ status }) => status)).toEqual([201, 201, 201, 200, 200, 200])
  expect(body.results[4]?.body).toMatchObject([{ title: 'Pack', list_id: expect.any(Number) }])
})
