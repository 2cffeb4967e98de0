import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'
import { deletedTask, listWith, tasksOf, trashOf } from '../support/trash.ts'

const test = testsOf('emptyTrash')
const service = testService()

describe('emptyTrash', () => {
  test('204: nothing is left in the trash, and what is not in it stays', async () => {
    const { list: kept, tasks } = await listWith(service.alice, 1)
    const live = [...tasks, await createTask(service.alice)]
    const { list } = await listWith(service.alice, 2)
    await service.alice.delete(`/api/me/lists/${list.id}`).expect(204)
    const { id } = await deletedTask(service.alice, { list_id: kept.id })
    const { text } = await service.alice.delete('/api/me/trash').expect(204)
    expect(text).toBe('')
    expect(await trashOf(service.alice)).toEqual([])
    expect(await tasksOf(service.alice)).toEqual(live)
    expect((await service.alice.get('/api/me/lists').expect(200)).body).toEqual([kept])
    await service.alice.post(`/api/me/tasks/${id}/restore`).expect(404)
    await service.alice.post(`/api/me/lists/${list.id}/restore`).expect(404)
  })

  test('204: it was empty', async () => {
    await service.alice.delete('/api/me/trash').expect(204)
    await service.alice.delete('/api/me/trash').expect(204)
  })

  test("204: another user's trash stays as it is", async () => {
    await deletedTask(service.bob)
    const before = await trashOf(service.bob)
    await service.alice.delete('/api/me/trash').expect(204)
    expect(await trashOf(service.bob)).toEqual(before)
  })

  test('400: each unknown parameter, for those who want to be told', async () => {
    const { body } = await service.alice.delete('/api/me/trash?force=1').set('Prefer', 'handling=strict').expect(400)
    expect(body.errors).toEqual([{ parameter: 'force', detail: 'is not a parameter of this operation' }])
  })
})
