import { beforeEach, describe, expect } from 'vitest'
import { expectReplayed } from '../support/idempotency.ts'
import { testsOf } from '../support/operation-tests.ts'
import { createRecurring } from '../support/recurring.ts'
import { testService } from '../support/service.ts'
import { createTask, nonIds } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const test = testsOf('skipOccurrence')
const service = testService()

describe('skipOccurrence', () => {
  let task: Task
  let path: string
  beforeEach(async () => {
    task = await createRecurring(service.alice, 'FREQ=WEEKLY;COUNT=2')
    path = `/api/me/tasks/${task.id}/occurrences/skip`
  })

  test('200: moves it to its next date, and completes it after the last', async () => {
    const { body } = await service.alice.post(path).expect(200)
    expect(body).toMatchObject({ completed: false, due: { date: '2026-11-28' }, occurrence: { due: task.due, outcome: 'skipped' } })
    expect((await service.alice.post(path).expect(200)).body).toMatchObject({ completed: true, occurrence: { outcome: 'skipped' } })
  })

  test('200: is undone as what was completed is', async () => {
    await service.alice.post(path).expect(200)
    const { body } = await service.alice.patch(`/api/me/tasks/${task.id}/complete`, { completed: false }).expect(200)
    expect(body.due).toEqual(task.due)
  })

  test('200: with the same Idempotency-Key, once', async () => {
    const { body } = await expectReplayed(() => service.alice.post(path))
    expect(body.due).toEqual({ date: '2026-11-28' })
  })

  test('200: a task that does not recur stays as it is', async () => {
    const plain = await createTask(service.alice, { due: '2026-11-21' })
    expect((await service.alice.post(`/api/me/tasks/${plain.id}/occurrences/skip`).expect(200)).body).toEqual(plain)
  })

  test.each(nonIds)('400: the id %s', async (id) => {
    await service.alice.post(`/api/me/tasks/${id}/occurrences/skip`).expect(400)
  })

  test("404: another user's task, which stays as it is", async () => {
    await service.bob.post(path).expect(404)
    expect((await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)).body).toEqual(task)
  })
})
