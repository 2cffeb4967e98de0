import { beforeEach, describe, expect } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { expectMismatch, expectReplayed } from '../support/idempotency.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { byItself, createTask, greatestId, nonIds } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const test = testsOf('completeTask')
const service = testService()

describe('completeTask', () => {
  let task: Task
  let path: string
  beforeEach(async () => {
    task = await createTask(service.alice, { description: 'Semi-skimmed.' })
    path = `/api/me/tasks/${task.id}/complete`
  })
  const taskNow = async (): Promise<Task> => (await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)).body
  /** Sends JSON as it is written, which may be none. */
  const sendText = (text: string) => service.alice.patch(path).type('application/json').send(text)

  test.each([true, false])('200: {"completed": %s} sets it, however often it is sent', async (completed) => {
    for (let time = 0; time < 3; time++) {
      const { body } = await service.alice.patch(path, { completed }).expect(200)
      expect(body).toEqual({ ...task, completed, ...byItself(body) })
      expect(await taskNow()).toEqual(body)
    }
  })

  test('200: no body changes it to the other state, and back', async () => {
    for (const completed of [true, false, true]) {
      const { body } = await service.alice.patch(path).expect(200)
      expect(body).toEqual({ ...task, completed, ...byItself(body) })
      expect(await taskNow()).toEqual(body)
    }
  })

  test('200: {} changes it to the other state, and back', async () => {
    for (const completed of [true, false, true]) {
      const { body } = await service.alice.patch(path, {}).expect(200)
      expect(body).toEqual({ ...task, completed, ...byItself(body) })
      expect(await taskNow()).toEqual(body)
    }
  })

  test('200: no body, and the Content-Type that some front ends send all the same', async () => {
    const { body } = await service.alice.patch(path).set('Content-Type', 'application/json').expect(200)
    expect(body).toMatchObject({ completed: true })
  })

  test('200: a task that was created as done is opened by no body', async () => {
    const done = await createTask(service.alice, { completed: true })
    const { body } = await service.alice.patch(`/api/me/tasks/${done.id}/complete`).expect(200)
    expect(body).toMatchObject({ completed: false })
  })

  test('200: an even number of changes at once leaves it as it was', async () => {
    await Promise.all(Array.from({ length: 20 }, () => service.alice.patch(path).expect(200)))
    expect(await taskNow()).toMatchObject({ completed: false })
    await Promise.all(Array.from({ length: 21 }, () => service.alice.patch(path).expect(200)))
    expect(await taskNow()).toMatchObject({ completed: true })
  })

  test('200: updated_at moves, and created_at does not', async () => {
    const { body } = await service.alice.patch(path, { completed: true }).expect(200)
    expect(body.created_at).toBe(task.created_at)
    expect(Date.parse(body.updated_at)).toBeGreaterThanOrEqual(Date.parse(task.updated_at))
    expect(body.updated_at).not.toBe(task.updated_at)
  })

  test('200: other fields in the body have no effect', async () => {
    const fields = { id: 1, user_id: service.bob.id, title: 'Buy bread', description: null, updated_at: '2000-01-01T00:00:00Z' }
    const { body } = await service.alice.patch(path, { ...fields, completed: true }).expect(200)
    expect(body).toEqual({ ...task, completed: true, ...byItself(body) })
    expect(body.updated_at).not.toBe(fields.updated_at)
  })

  test('200: a trailing slash is the same', async () => {
    const { body } = await service.alice.patch(`${path}/`, { completed: true }).expect(200)
    expect(await taskNow()).toEqual(body)
  })

  test("200: under the caller's integer id, and under its token's subject", async () => {
    const carol = frontEndUser(service, 'carol-at-the-front-end')
    const { id, user_id } = await createTask(carol)
    for (const [user, completed] of [
      ['carol-at-the-front-end', true],
      [user_id, false],
    ] as const) {
      const { body } = await carol.patch(`/api/${user}/tasks/${id}/complete`).expect(200)
      expect(body.completed).toBe(completed)
    }
  })

  test('200: strict handling is confirmed', async () => {
    const { headers } = await service.alice.patch(path).set('Prefer', 'handling=strict').expect(200)
    expect(headers['preference-applied']).toBe('handling=strict')
  })

  test('200: it has not changed since, and If-Match is its ETag', async () => {
    const {
      headers: { etag = '' },
    } = await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)
    const { headers } = await service.alice.patch(path).set('If-Match', etag).expect(200)
    const now = await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)
    expect(headers['etag']).not.toBe(etag)
    expect(now.headers['etag']).toBe(headers['etag'])
  })

  test('200: sent twice with the same Idempotency-Key, it changes once', async () => {
    const { body } = await expectReplayed(() => service.alice.patch(path))
    expect(body).toMatchObject({ completed: true })
    expect(await taskNow()).toEqual(body)
  })

  test.each(['"true"', '"false"', '""', '1', '0', 'null', '[true]', '{}'])('400: {"completed": %s}', async (value) => {
    const { body } = await sendText(`{"completed": ${value}}`).expect(400)
    expect(body).toMatchObject({ type: '/docs/problems/invalid-request', status: 400, message: body.detail })
    expect(body.errors).toEqual([{ pointer: '#/completed', detail: 'must be boolean' }])
    expect(await taskNow()).toEqual(task)
  })

  test.each(['null', '[]', '[true]', 'true', '1', '"true"', '{"completed":', ' '])('400: the body %j', async (text) => {
    const { body } = await sendText(text).expect(400)
    expect(body.type).toBe('/docs/problems/invalid-request')
    expect(await taskNow()).toEqual(task)
  })

  test.each(nonIds)('400: the id %s', async (id) => {
    const { body } = await service.alice.patch(`/api/me/tasks/${id}/complete`).expect(400)
    expect(body.errors).toEqual([{ parameter: 'id', detail: expect.any(String) }])
  })

  test('400: each unknown field and parameter, for those who want to be told', async () => {
    const { body } = await service.alice.patch(`${path}?now=1`, { done: true, title: 'Buy bread' }).set('Prefer', 'handling=strict').expect(400)
    expect(body.errors).toEqual([
      { parameter: 'now', detail: 'is not a parameter of this operation' },
      { pointer: '#/done', detail: 'is not a field of this operation' },
      { pointer: '#/title', detail: 'is not a field of this operation' },
    ])
    expect(await taskNow()).toEqual(task)
  })

  test.each([[undefined], [{}], [{ completed: true }]])("404: another user's task, which stays as it is: %j", async (change) => {
    const { body } = await service.bob.patch(path, change).expect(404)
    expect(body).toMatchObject({ type: '/docs/problems/not-found', detail: 'You have no such task.', message: body.detail })
    expect(await taskNow()).toEqual(task)
  })

  test('404: the greatest id there can be', async () => {
    await service.alice.patch(`/api/me/tasks/${greatestId}/complete`).expect(404)
  })

  test('412: it has changed since, and stays as it is', async () => {
    const {
      headers: { etag = '' },
    } = await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)
    const changed = await service.alice.patch(path).expect(200)
    const { body, headers } = await service.alice.patch(path).set('If-Match', etag).expect(412)
    expect(body).toMatchObject({ type: '/docs/problems/precondition-failed', status: 412, message: body.detail })
    expect(headers['etag']).toBe(changed.headers['etag'])
    expect(await taskNow()).toEqual(changed.body)
  })

  test('422: an Idempotency-Key that came with another state', async () => {
    await expectMismatch(service.alice.patch(path, { completed: true }), service.alice.patch(path, { completed: false }))
    expect(await taskNow()).toMatchObject({ completed: true })
  })
})
