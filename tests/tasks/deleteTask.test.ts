import { beforeEach, describe, expect } from 'vitest'
import { atOnce } from '../support/at-once.ts'
import { frontEndUser } from '../support/front-end.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { countStatuses } from '../support/statuses.ts'
import { createTask, greatestId, nonIds } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'
import { restored, trashOf } from '../support/trash.ts'

const test = testsOf('deleteTask')
const service = testService()

describe('deleteTask', () => {
  let task: Task
  let path: string
  beforeEach(async () => {
    task = await createTask(service.alice)
    path = `/api/me/tasks/${task.id}`
  })
  const taskNow = async (): Promise<Task> => (await service.alice.get(path).expect(200)).body

  test('204: nothing in the body', async () => {
    const { text, headers } = await service.alice.delete(path).expect(204)
    expect(text).toBe('')
    expect(headers).not.toHaveProperty('content-type')
    expect(headers).not.toHaveProperty('content-length')
  })

  test('204: the task is gone, from the list as well, and the others are there', async () => {
    const other = await createTask(service.alice)
    await service.alice.delete(path).expect(204)
    await service.alice.get(path).expect(404)
    const { body }: { body: Task[] } = await service.alice.get('/api/me/tasks').expect(200)
    const ids = body.map(({ id }) => id)
    expect(ids).not.toContain(task.id)
    expect(ids).toContain(other.id)
  })

  test('204: an id is not given to another task', async () => {
    await service.alice.delete(path).expect(204)
    const next = await createTask(service.alice)
    expect(next.id).toBeGreaterThan(task.id)
  })

  test('204: a body, which some clients send, changes nothing', async () => {
    await service.alice.delete(path, { id: 1, user_id: service.bob.id }).expect(204)
    await service.alice.get(path).expect(404)
  })

  test('204: a trailing slash is the same task', async () => {
    await service.alice.delete(`${path}/`).expect(204)
    await service.alice.get(path).expect(404)
  })

  test("204: under the caller's integer id, and under its token's subject", async () => {
    const carol = frontEndUser(service, 'carol-at-the-front-end')
    const [first, second] = [await createTask(carol), await createTask(carol)]
    await carol.delete(`/api/${first.user_id}/tasks/${first.id}`).expect(204)
    await carol.delete(`/api/carol-at-the-front-end/tasks/${second.id}`).expect(204)
    const { body } = await carol.get('/api/me/tasks').expect(200)
    expect(body).toEqual([])
  })

  test('204: strict handling is confirmed', async () => {
    const { headers } = await service.alice.delete(path).set('Prefer', 'handling=strict').expect(204)
    expect(headers['preference-applied']).toBe('handling=strict')
  })

  test('204: it has not changed since, and If-Match is its ETag', async () => {
    const {
      headers: { etag = '' },
    } = await service.alice.get(path).expect(200)
    await service.alice.delete(path).set('If-Match', etag).expect(204)
    await service.alice.get(path).expect(404)
  })

  test('204: one of fifty deletes at once, and 404 for the rest', async () => {
    expect(countStatuses(await atOnce(50, () => service.alice.delete(path)))).toEqual({ 204: 1, 404: 49 })
  })

  test.each(nonIds)('400: the id %s', async (id) => {
    const { body } = await service.alice.delete(`/api/me/tasks/${id}`).expect(400)
    expect(body.errors).toEqual([{ parameter: 'id', detail: expect.any(String) }])
  })

  test('400: each unknown parameter, for those who want to be told', async () => {
    const { body } = await service.alice.delete(`${path}?force=1&recursive`).set('Prefer', 'handling=strict').expect(400)
    expect(body.errors).toEqual([
      { parameter: 'force', detail: 'is not a parameter of this operation' },
      { parameter: 'recursive', detail: 'is not a parameter of this operation' },
    ])
    expect(await taskNow()).toEqual(task)
  })

  test('404: a second time', async () => {
    await service.alice.delete(path).expect(204)
    const { body } = await service.alice.delete(path).expect(404)
    expect(body).toMatchObject({ type: '/docs/problems/not-found', detail: 'You have no such task.', message: body.detail })
  })

  test('404: whatever else is asked of it, with any version', async () => {
    await service.alice.delete(path).expect(204)
    const { put, patch, delete: remove } = service.alice
    const requests = [() => put(path, { title: 'x' }), () => patch(path, { title: 'x' }), () => patch(`${path}/complete`), () => remove(path)]
    for (const request of requests) {
      await request().expect(404)
      for (const ifMatch of ['*', '"2"']) await request().set('If-Match', ifMatch).expect(404)
    }
    expect(await trashOf(service.alice)).toContainEqual({ ...restored(task, 1), deleted_at: expect.any(String) })
  })

  test("404: another user's task, which stays as it is", async () => {
    await service.bob.delete(path).expect(404)
    expect(await taskNow()).toEqual(task)
  })

  test("404: another user's task, whatever If-Match is", async () => {
    const {
      headers: { etag = '' },
    } = await service.alice.get(path).expect(200)
    for (const ifMatch of [etag, '"other"', '*']) await service.bob.delete(path).set('If-Match', ifMatch).expect(404)
    expect(await taskNow()).toEqual(task)
  })

  test('404: the greatest id there can be', async () => {
    await service.alice.delete(`/api/me/tasks/${greatestId}`).expect(404)
  })

  test('412: it has changed since, and stays', async () => {
    const {
      headers: { etag = '' },
    } = await service.alice.get(path).expect(200)
    const changed = await service.alice.patch(path, { title: 'Buy oat milk' }).expect(200)
    const { body, headers } = await service.alice.delete(path).set('If-Match', etag).expect(412)
    expect(body).toMatchObject({ type: '/docs/problems/precondition-failed', status: 412, message: body.detail })
    expect(headers['etag']).toBe(changed.headers['etag'])
    expect(await taskNow()).toEqual(changed.body)
  })
})
