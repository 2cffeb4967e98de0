import { beforeEach, describe, expect } from 'vitest'
import { changesTasks } from '../shared/changing-tasks.ts'
import { expectMismatch, expectReplayed } from '../support/idempotency.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const test = testsOf('patchTask')
const service = testService()

describe('patchTask', () => {
  changesTasks(service, test, 'patch')

  let task: Task
  let path: string
  beforeEach(async () => {
    task = await createTask(service.alice)
    path = `/api/me/tasks/${task.id}`
  })
  const taskNow = async (): Promise<Task> => (await service.alice.get(path).expect(200)).body

  test('200: the same answer again for the same Idempotency-Key, whatever has changed since', async () => {
    const first = await expectReplayed(() => service.alice.patch(path, { title: 'Buy oat milk' }))
    expect(await taskNow()).toEqual(first.body)
  })

  test('422: an Idempotency-Key that came with another title', async () => {
    await expectMismatch(service.alice.patch(path, { title: 'Buy oat milk' }), service.alice.patch(path, { title: 'Buy bread' }))
    expect((await taskNow()).title).toBe('Buy oat milk')
  })

  test('422: an Idempotency-Key that came with another task', async () => {
    const other = await createTask(service.alice)
    const change = { title: 'Buy oat milk' }
    await expectMismatch(service.alice.patch(path, change), service.alice.patch(`/api/me/tasks/${other.id}`, change))
  })
})
