import { beforeEach, describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const test = testsOf('deleteTag')
const service = testService()

describe('deleteTag', () => {
  let count = 0
  let path: string
  let taskId: number
  beforeEach(async () => {
    count += 1
    const task = await createTask(service.alice, { tags: ['home', `Errands ${count}`] })
    taskId = task.id
    const { body } = await service.alice.get('/api/me/tags').expect(200)
    path = `/api/me/tags/${(body as { id: number }[]).at(-1)?.id}` // as the contract has it
  })

  test('204: it is taken off its tasks, which stay', async () => {
    await service.alice.delete(path).expect(204)
    const { body } = await service.alice.get(`/api/me/tasks/${taskId}`).expect(200)
    expect(body).toMatchObject({ tags: ['home'], version: 2 })
    const { body: tags } = await service.alice.get('/api/me/tags').expect(200)
    expect(JSON.stringify(tags)).not.toContain(`Errands ${count}"`)
  })

  test('400: an invalid id', async () => {
    await service.alice.delete('/api/me/tags/x').expect(400)
  })

  test("404: another user's tag, which stays; and one that is gone", async () => {
    await service.bob.delete(path).expect(404)
    await service.alice.delete(path).expect(204)
    await service.alice.delete(path).expect(404)
  })
})
