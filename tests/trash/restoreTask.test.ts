import { beforeEach, describe, expect } from 'vitest'
import { expectMismatch, expectReplayed } from '../support/idempotency.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createTask, greatestId, nonIds } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'
import { deletedTask, listWith, restored, tasksOf, trashOf } from '../support/trash.ts'

const test = testsOf('restoreTask')
const service = testService()

describe('restoreTask', () => {
  let task: Task
  let path: string
  beforeEach(async () => {
    task = await deletedTask(service.alice, { description: 'Semi-skimmed.', completed: true, priority: 'high' })
    path = `/api/me/tasks/${task.id}/restore`
  })

  test('200: the task as it was, at its place and out of the trash', async () => {
    const carol = await service.register('carol')
    const [first, second, third] = [await createTask(carol), await createTask(carol), await createTask(carol)]
    await carol.delete(`/api/me/tasks/${second.id}`).expect(204)
    const { body, headers } = await carol.post(`/api/me/tasks/${second.id}/restore`).expect(200)
    expect(body).toEqual(restored(second))
    expect(await tasksOf(carol)).toEqual([first, body, third])
    expect(await trashOf(carol)).toEqual([])
    expect((await carol.get(`/api/me/tasks/${second.id}`).expect(200)).headers['etag']).toBe(headers['etag'])
  })

  test('200: an ETag that it has never had', async () => {
    const { body, headers } = await service.alice.post(path).expect(200)
    expect(body).toEqual(restored(task))
    for (const old of [1, 2]) expect(headers['etag']).not.toBe(`"${old}"`)
    await service.alice.patch(`/api/me/tasks/${task.id}`, { title: 'Buy oat milk' }).set('If-Match', '"1"').expect(412)
  })

  test('200: and deleted again, as often as one likes', async () => {
    for (let times = 0; times < 3; times += 1) {
      await service.alice.post(path).expect(200)
      await service.alice.delete(`/api/me/tasks/${task.id}`).expect(204)
    }
    expect(await trashOf(service.alice)).toContainEqual({ ...restored(task, 7), deleted_at: expect.any(String) })
  })

  test('200: into its list', async () => {
    const {
      list,
      tasks: [inList],
    } = await listWith(service.alice, 1)
    await service.alice.delete(`/api/me/tasks/${inList?.id}`).expect(204)
    const { body } = await service.alice.post(`/api/me/tasks/${inList?.id}/restore`).expect(200)
    expect(body.list_id).toBe(list.id)
    expect((await service.alice.get(`/api/me/lists/${list.id}`).expect(200)).body).toEqual(list)
  })

  test('200: a list that is in the trash comes back with it, and nothing else that was in it', async () => {
    const dave = await service.register('dave')
    const {
      list,
      tasks: [first, second],
    } = await listWith(dave, 2)
    await dave.delete(`/api/me/lists/${list.id}`).expect(204)
    const { body } = await dave.post(`/api/me/tasks/${first?.id}/restore`).expect(200)
    expect(body.list_id).toBe(list.id)
    expect((await dave.get(`/api/me/lists/${list.id}`).expect(200)).body).toEqual(restored(list))
    expect(await tasksOf(dave)).toEqual([body])
    expect(await trashOf(dave)).toMatchObject([{ id: second?.id }])
  })

  test('200: while its list is being deleted, it is never left in a list that is not there', async () => {
    for (let round = 0; round < 10; round += 1) {
      const {
        list,
        tasks: [inList],
      } = await listWith(service.alice, 1)
      await service.alice.delete(`/api/me/tasks/${inList?.id}`).expect(204)
      await Promise.all([service.alice.post(`/api/me/tasks/${inList?.id}/restore`).expect(200), service.alice.delete(`/api/me/lists/${list.id}`).expect(204)])
      const { status: itsTask } = await service.alice.get(`/api/me/tasks/${inList?.id}`)
      const { status: itsList } = await service.alice.get(`/api/me/lists/${list.id}`)
      expect([itsTask, itsList]).toEqual(itsTask === 200 ? [200, 200] : [404, 404])
    }
  })

  test('200: one of ten at once, and 404 for the rest', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => service.alice.post(path)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(404)])
  })

  test('200: the same answer again for the same Idempotency-Key', async () => {
    const { body } = await expectReplayed(() => service.alice.post(path))
    expect(body).toEqual(restored(task))
  })

  test.each(nonIds)('400: the id %s', async (id) => {
    const { body } = await service.alice.post(`/api/me/tasks/${id}/restore`).expect(400)
    expect(body.errors).toEqual([{ parameter: 'id', detail: expect.any(String) }])
  })

  test('404: a task that is not in the trash, which stays as it is', async () => {
    const live = await createTask(service.alice)
    const { body } = await service.alice.post(`/api/me/tasks/${live.id}/restore`).expect(404)
    expect(body).toMatchObject({ type: '/docs/problems/not-found', detail: 'You have no such task in the trash.' })
    expect((await service.alice.get(`/api/me/tasks/${live.id}`).expect(200)).body).toEqual(live)
  })

  test('404: a second time', async () => {
    await service.alice.post(path).expect(200)
    await service.alice.post(path).expect(404)
  })

  test("404: another user's task, which stays in the trash", async () => {
    await service.bob.post(path).expect(404)
    await service.alice.get(`/api/me/tasks/${task.id}`).expect(404)
    expect((await trashOf(service.alice))[0]?.id).toBe(task.id)
  })

  test('404: the greatest id there can be', async () => {
    await service.alice.post(`/api/me/tasks/${greatestId}/restore`).expect(404)
  })

  test('422: an Idempotency-Key that came with another task', async () => {
    const other = await deletedTask(service.alice)
    await expectMismatch(service.alice.post(path), service.alice.post(`/api/me/tasks/${other.id}/restore`))
  })
})
