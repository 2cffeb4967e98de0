import { beforeEach, describe, expect, test } from 'vitest'
import { createList } from '../support/lists.ts'
import { testService } from '../support/service.ts'
import { subtasksOf } from '../support/subtasks.ts'
import { createTask } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'
import { trashOf } from '../support/trash.ts'

const service = testService()
const { get, post, remove, below, gone, counts } = subtasksOf(service)

let parent: Task
beforeEach(async () => {
  parent = await createTask(service.alice, { title: 'Move house' })
})

describe('deleting a task with others below it', () => {
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

  test('200: all that is above one that is restored by itself counts again, up to the one that was not deleted', async () => {
    const child = await below(parent)
    const grandchild = await below(child)
    const great = await below(grandchild)
    await remove(child.id).expect(204)
    expect(await counts(parent.id)).toEqual([0, 0])
    await post(`${great.id}/restore`).expect(200)
    for (const { id } of [parent, child, grandchild]) expect(await counts(id), `of ${id}`).toEqual([1, 1])
  })

  test('200: what was purged meanwhile counts no more where the rest is restored', async () => {
    const child = await below(parent)
    const [kept, purged] = [await below(child), await below(child)]
    await remove(parent.id).expect(204)
    await service.alice.delete(`/api/me/trash/${purged.id}`).expect(204)
    await post(`${parent.id}/restore`).expect(200)
    await get(kept.id)
    expect(await counts(child.id)).toEqual([1, 1])
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

  test('204: permanently, with what went to the trash together with it', async () => {
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
