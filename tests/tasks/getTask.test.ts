import { beforeAll, describe, expect } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createTask, greatestId, nonIds, onTasksOf } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const test = testsOf('getTask')
const service = testService()

describe('getTask', () => {
  let task: Task
  beforeAll(async () => void (task = await createTask(service.alice, { description: 'Semi-skimmed.' })))

  test('200: the task as it was created', async () => {
    const { body, headers } = await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)
    expect(body).toEqual(task)
    expect(headers['content-type']).toMatch(/^application\/json/)
  })

  test("200: under the caller's integer id, and under its token's subject", async () => {
    const carol = frontEndUser(service, 'carol-at-the-front-end')
    const hers = await createTask(carol)
    for (const user of ['me', hers.user_id, 'carol-at-the-front-end']) {
      const { body } = await carol.get(`/api/${user}/tasks/${hers.id}`).expect(200)
      expect(body).toEqual(hers)
    }
  })

  test('200: a subject with characters that a path cannot hold', async () => {
    const carol = frontEndUser(service, 'oidc|carol/ü 1')
    const hers = await createTask(carol)
    const { body } = await carol.get(`/api/${encodeURIComponent('oidc|carol/ü 1')}/tasks/${hers.id}`).expect(200)
    expect(body).toEqual(hers)
  })

  test("200: a subject that reads like alice's id is not alice", async () => {
    const impostor = frontEndUser(service, String(service.alice.id))
    const own = await createTask(impostor)
    expect(own.user_id).not.toBe(service.alice.id)
    await impostor.get(`/api/${service.alice.id}/tasks/${own.id}`).expect(200)
    await impostor.get(`/api/${service.alice.id}/tasks/${task.id}`).expect(404)
  })

  test('200: a trailing slash is the same task', async () => {
    const { body } = await service.alice.get(`/api/me/tasks/${task.id}/`).expect(200)
    expect(body).toEqual(task)
  })

  test('200: HEAD has the same headers', async () => {
    const whole = await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)
    const { headers } = await service.alice.head(`/api/me/tasks/${task.id}`).expect(200)
    for (const name of ['content-type', 'content-length', 'etag']) expect(headers[name]).toBe(whole.headers[name])
  })

  test.each([
    ['2026-02-28 23:59:59.123456+00', '2026-02-28T23:59:59.123456Z'],
    ['2026-03-29 02:30:00.000001+05:30', '2026-03-28T21:00:00.000001Z'],
    ['1999-12-31 23:59:59.999999-01', '2000-01-01T00:59:59.999999Z'],
  ])('200: the time %s, to the microsecond and in UTC', async (stored, answered) => {
    const { id } = await createTask(service.alice)
    const update = `update tasks set created_at = '${stored}', updated_at = '${stored}' where id = ${id}`
    await onTasksOf(service.alice, service.database, update)
    const { body } = await service.alice.get(`/api/me/tasks/${id}`).expect(200)
    expect(body).toMatchObject({ created_at: answered, updated_at: answered })
  })

  test('200: parameters that nobody knows are ignored', async () => {
    const { body } = await service.alice.get(`/api/me/tasks/${task.id}?url_user_id=2&user_id=2&id=1`).expect(200)
    expect(body).toEqual(task)
  })

  test('200: strict handling is confirmed', async () => {
    const strict = service.alice.get(`/api/me/tasks/${task.id}`).set('Prefer', 'respond-async, handling=strict')
    const { headers } = await strict.expect(200)
    expect(headers['preference-applied']).toBe('handling=strict')
  })

  test('200: an ETag that is strong, and another one after a change', async () => {
    const { id } = await createTask(service.alice)
    const first = await service.alice.get(`/api/me/tasks/${id}`).expect(200)
    const again = await service.alice.get(`/api/me/tasks/${id}`).expect(200)
    await service.alice.patch(`/api/me/tasks/${id}`, { completed: true }).expect(200)
    const changed = await service.alice.get(`/api/me/tasks/${id}`).expect(200)
    expect(first.headers['etag']).toMatch(/^"[^"]+"$/)
    expect(again.headers['etag']).toBe(first.headers['etag'])
    expect(changed.headers['etag']).not.toBe(first.headers['etag'])
  })

  test.each(nonIds)('400: the id %s', async (id) => {
    const { body } = await service.alice.get(`/api/me/tasks/${id}`).expect(400)
    expect(body).toMatchObject({ type: '/docs/problems/invalid-request', instance: `/api/me/tasks/${id}`, message: body.detail })
    expect(body.errors).toEqual([{ parameter: 'id', detail: expect.any(String) }])
  })

  test('400: each unknown parameter, for those who want to be told', async () => {
    const strict = service.alice.get(`/api/me/tasks/${task.id}?fields=title&embed=`).set('Prefer', 'handling=strict')
    const { body } = await strict.expect(400)
    expect(body.errors).toEqual([
      { parameter: 'fields', detail: 'is not a parameter of this operation' },
      { parameter: 'embed', detail: 'is not a parameter of this operation' },
    ])
  })

  test("404: another user's task", async () => {
    const { body } = await service.bob.get(`/api/me/tasks/${task.id}`).expect(404)
    expect(body).toMatchObject({ type: '/docs/problems/not-found', detail: 'You have no such task.', message: body.detail })
    expect(JSON.stringify(body)).not.toContain('Buy milk')
  })

  test("404: another user's task, by HEAD and with its ETag", async () => {
    const {
      headers: { etag = '' },
    } = await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)
    await service.bob.head(`/api/me/tasks/${task.id}`).expect(404)
    await service.bob.get(`/api/me/tasks/${task.id}`).set('If-None-Match', etag).expect(404)
  })

  test('404: the greatest id there can be', async () => {
    const { body } = await service.alice.get(`/api/me/tasks/${greatestId}`).expect(404)
    expect(body).toMatchObject({ type: '/docs/problems/not-found', instance: `/api/me/tasks/${greatestId}` })
  })
})
