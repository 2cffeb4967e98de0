import { beforeEach, describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createTask, greatestId, nonIds } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'
import { deletedTask, trashOf } from '../support/trash.ts'

const test = testsOf('purgeTask')
const service = testService()

describe('purgeTask', () => {
  let task: Task
  let path: string
  beforeEach(async () => {
    task = await deletedTask(service.alice)
    path = `/api/me/trash/${task.id}`
  })

  test('204: it is gone from the trash and cannot be restored, and the others can', async () => {
    const other = await deletedTask(service.alice)
    const { text } = await service.alice.delete(path).expect(204)
    expect(text).toBe('')
    await service.alice.post(`/api/me/tasks/${task.id}/restore`).expect(404)
    expect((await trashOf(service.alice)).map(({ id }) => id)).not.toContain(task.id)
    await service.alice.post(`/api/me/tasks/${other.id}/restore`).expect(200)
  })

  test('204: nothing is left of it', async () => {
    await service.alice.delete(path).expect(204)
    for (const left of [`tasks where id = ${task.id}`, `trash where task_id = ${task.id}`]) {
      expect(await service.database.superuser(`select from ${left}`)).toEqual([])
    }
  })

  test('204: a subtask that was deleted before it becomes a task of the top level, in another version', async () => {
    const parent = await createTask(service.alice)
    const child = await deletedTask(service.alice, { parent_id: parent.id })
    await service.alice.delete(`/api/me/tasks/${parent.id}`).expect(204)
    const shown = async (): Promise<Task | undefined> => (await trashOf(service.alice)).find(({ id }) => id === child.id)
    const before = await shown()
    await service.alice.delete(`/api/me/trash/${parent.id}`).expect(204)
    const after = await shown()
    expect(after).toMatchObject({ parent_id: null, version: (before?.version ?? 0) + 1 })
    expect(after?.updated_at).not.toBe(before?.updated_at)
  })

  test.each(nonIds)('400: the id %s', async (id) => {
    const { body } = await service.alice.delete(`/api/me/trash/${id}`).expect(400)
    expect(body.errors).toEqual([{ parameter: 'id', detail: expect.any(String) }])
  })

  test('404: a task that is not in the trash, which stays as it is', async () => {
    const live = await createTask(service.alice)
    const { body } = await service.alice.delete(`/api/me/trash/${live.id}`).expect(404)
    expect(body).toMatchObject({ type: '/docs/problems/not-found', detail: 'You have no such task in the trash.' })
    expect((await service.alice.get(`/api/me/tasks/${live.id}`).expect(200)).body).toEqual(live)
  })

  test('404: a second time', async () => {
    await service.alice.delete(path).expect(204)
    await service.alice.delete(path).expect(404)
  })

  test("404: another user's task, which can still be restored", async () => {
    await service.bob.delete(path).expect(404)
    await service.alice.post(`/api/me/tasks/${task.id}/restore`).expect(200)
  })

  test('404: the greatest id there can be', async () => {
    await service.alice.delete(`/api/me/trash/${greatestId}`).expect(404)
  })
})
