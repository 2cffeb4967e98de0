import { beforeEach, describe, expect } from 'vitest'
import { expectMismatch, expectReplayed } from '../support/idempotency.ts'
import { createList } from '../support/lists.ts'
import type { List } from '../support/lists.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { greatestId, nonIds } from '../support/tasks.ts'
import { deletedTask, listWith, restored, tasksOf, trashOf } from '../support/trash.ts'

const test = testsOf('restoreList')
const service = testService()

/** Creates a list and deletes it. @returns it as it was before */
async function deletedList(who: Client): Promise<List> {
  const list = await createList(who, { color: '#4a90d9' })
  await who.delete(`/api/me/lists/${list.id}`).expect(204)
  return list
}

describe('restoreList', () => {
  let list: List
  let path: string
  beforeEach(async () => {
    list = await deletedList(service.alice)
    path = `/api/me/lists/${list.id}/restore`
  })

  test('200: the list as it was, among the others, with an ETag that it has never had', async () => {
    const { body, headers } = await service.alice.post(path).expect(200)
    expect(body).toEqual(restored(list))
    expect(headers['etag']).toBe('"3"')
    expect((await service.alice.get('/api/me/lists').expect(200)).body).toContainEqual(body)
  })

  test('200: with the tasks that were deleted together with it', async () => {
    const carol = await service.register('carol')
    const { list: hers, tasks } = await listWith(carol, 3)
    await carol.delete(`/api/me/lists/${hers.id}`).expect(204)
    await carol.post(`/api/me/lists/${hers.id}/restore`).expect(200)
    expect(await tasksOf(carol)).toEqual(tasks.map((task) => restored(task)))
    expect(await trashOf(carol)).toEqual([])
  })

  test('200: without those that were in the trash before', async () => {
    const dave = await service.register('dave')
    const {
      list: his,
      tasks: [kept],
    } = await listWith(dave, 1)
    const { id } = await deletedTask(dave, { list_id: his.id })
    await dave.delete(`/api/me/lists/${his.id}`).expect(204)
    await dave.post(`/api/me/lists/${his.id}/restore`).expect(200)
    expect(await tasksOf(dave)).toMatchObject([{ id: kept?.id }])
    expect(await trashOf(dave)).toMatchObject([{ id }])
  })

  test('200: without those that it left in the trash when a task brought it back', async () => {
    const erin = await service.register('erin')
    const {
      list: hers,
      tasks: [first, second],
    } = await listWith(erin, 2)
    await erin.delete(`/api/me/lists/${hers.id}`).expect(204)
    await erin.post(`/api/me/tasks/${first?.id}/restore`).expect(200)
    await erin.delete(`/api/me/lists/${hers.id}`).expect(204)
    await erin.post(`/api/me/lists/${hers.id}/restore`).expect(200)
    expect(await tasksOf(erin)).toMatchObject([{ id: first?.id }])
    expect(await trashOf(erin)).toMatchObject([{ id: second?.id }])
  })

  test('200: the same answer again for the same Idempotency-Key', async () => {
    const { body } = await expectReplayed(() => service.alice.post(path))
    expect(body).toEqual(restored(list))
  })

  test.each(nonIds)('400: the id %s', async (id) => {
    const { body } = await service.alice.post(`/api/me/lists/${id}/restore`).expect(400)
    expect(body.errors).toEqual([{ parameter: 'id', detail: expect.any(String) }])
  })

  test('404: a list that is not in the trash, and a second time', async () => {
    await service.alice.post(path).expect(200)
    const { body } = await service.alice.post(path).expect(404)
    expect(body).toMatchObject({ type: '/docs/problems/not-found', detail: 'You have no such list in the trash.' })
  })

  test("404: another user's list, which stays in the trash", async () => {
    await service.bob.post(path).expect(404)
    await service.alice.get(`/api/me/lists/${list.id}`).expect(404)
  })

  test('404: the greatest id there can be', async () => {
    await service.alice.post(`/api/me/lists/${greatestId}/restore`).expect(404)
  })

  test('422: an Idempotency-Key that came with another list', async () => {
    const other = await deletedList(service.alice)
    await expectMismatch(service.alice.post(path), service.alice.post(`/api/me/lists/${other.id}/restore`))
  })
})
