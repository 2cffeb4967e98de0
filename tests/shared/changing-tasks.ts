import { beforeEach, expect } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { createList } from '../support/lists.ts'
import type { TestOf } from '../support/operation-tests.ts'
import type { TestService } from '../support/service.ts'
import { acceptedFields, byItself, createTask, greatestId, nonIds, readOnly, refusedBodies, refusedFields } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

/** Tests an operation that changes the fields it is given of a task, by its method: PUT and PATCH are the same. */
export function changesTasks(service: TestService, test: TestOf<'updateTask' | 'patchTask'>, method: 'put' | 'patch'): void {
  let task: Task
  let path: string
  beforeEach(async () => {
    task = await createTask(service.alice, { description: 'Semi-skimmed.' })
    path = `/api/me/tasks/${task.id}`
  })
  const taskNow = async (): Promise<Task> => (await service.alice.get(path).expect(200)).body
  /** Sends JSON as it is written, which may be none. */
  const sendText = (text: string) => service.alice[method](path).type('application/json').send(text)

  test.each(acceptedFields)('200: %s, and the rest stays as it is', async (_, fields) => {
    const { body } = await service.alice[method](path, fields).expect(200)
    expect(body).toEqual({ ...task, ...fields, ...byItself(body) })
    expect(await taskNow()).toEqual(body)
  })

  test('200: {} changes nothing', async () => {
    const { body } = await service.alice[method](path, {}).expect(200)
    expect(body).toEqual({ ...task, ...byItself(body) })
  })

  test('200: into a list, on to another one, staying there, and back to the inbox', async () => {
    const [one, other] = [await createList(service.alice), await createList(service.alice)]
    for (const list_id of [one.id, other.id]) {
      const { body } = await service.alice[method](path, { list_id }).expect(200)
      expect(body).toEqual({ ...task, list_id, ...byItself(body) })
    }
    const { body: renamed } = await service.alice[method](path, { title: 'Buy oat milk' }).expect(200)
    expect(renamed.list_id).toBe(other.id)
    const { body } = await service.alice[method](path, { list_id: null }).expect(200)
    expect(body.list_id).toBeNull()
  })

  test('200: a change back', async () => {
    await service.alice[method](path, { completed: true, description: null }).expect(200)
    const { body } = await service.alice[method](path, { completed: false, description: 'Semi-skimmed.' }).expect(200)
    expect(body).toEqual({ ...task, ...byItself(body) })
  })

  test('200: updated_at moves, and created_at does not', async () => {
    const { body } = await service.alice[method](path, { title: 'Buy oat milk' }).expect(200)
    expect(body.created_at).toBe(task.created_at)
    expect(Date.parse(body.updated_at)).toBeGreaterThanOrEqual(Date.parse(task.updated_at))
    expect(body.updated_at).not.toBe(task.updated_at)
  })

  test.each(Object.entries(readOnly))('200: %s in the body has no effect', async (field, value) => {
    const { body } = await service.alice[method](path, { title: 'Buy oat milk', [field]: value }).expect(200)
    expect(body).toEqual({ ...task, title: 'Buy oat milk', ...byItself(body) })
    expect(body.updated_at).not.toBe(readOnly.updated_at)
  })

  test("200: bob's id in the body gives bob nothing", async () => {
    const { body } = await service.alice[method](path, { user_id: service.bob.id }).expect(200)
    expect(body.user_id).toBe(service.alice.id)
    await service.bob.get(path).expect(404)
  })

  test('200: a whole task, as front ends send it back', async () => {
    const { body } = await service.alice[method](path, { ...task, completed: true }).expect(200)
    expect(body).toEqual({ ...task, completed: true, ...byItself(body) })
  })

  test('200: fields that nobody knows are ignored', async () => {
    const { body } = await sendText('{"urgency": "high", "dueDate": "", "__proto__": {"title": "Buy bread"}}').expect(200)
    expect(body).toEqual({ ...task, ...byItself(body) })
  })

  test('200: a trailing slash is the same task', async () => {
    const { body } = await service.alice[method](`${path}/`, { completed: true }).expect(200)
    expect(await taskNow()).toEqual(body)
  })

  test("200: under the caller's integer id, and under its token's subject", async () => {
    const carol = frontEndUser(service, 'carol-at-the-front-end')
    const { id, user_id } = await createTask(carol)
    await carol[method](`/api/${user_id}/tasks/${id}`, { title: 'Buy oat milk' }).expect(200)
    const { body } = await carol[method](`/api/carol-at-the-front-end/tasks/${id}`, { completed: true }).expect(200)
    expect(body).toMatchObject({ id, user_id, title: 'Buy oat milk', completed: true })
  })

  test('200: strict handling is confirmed', async () => {
    const { headers } = await service.alice[method](path, { completed: true }).set('Prefer', 'handling=strict').expect(200)
    expect(headers['preference-applied']).toBe('handling=strict')
  })

  test.each([
    ['its ETag', (etag: string) => etag],
    ['its ETag among others', (etag: string) => `"other", ${etag}`],
    ['*', () => '*'],
  ])('200: it has not changed since: If-Match is %s', async (_, ifMatch) => {
    const {
      headers: { etag = '' },
    } = await service.alice.get(path).expect(200)
    const { headers } = await service.alice[method](path, { completed: true }).set('If-Match', ifMatch(etag)).expect(200)
    expect(headers['etag']).toMatch(/^"[^"]+"$/)
    expect(headers['etag']).not.toBe(etag)
    const now = await service.alice.get(path).expect(200)
    expect(now.headers['etag']).toBe(headers['etag'])
  })

  test('200: without If-Match, the last writer wins', async () => {
    const titles = Array.from({ length: 10 }, (_, index) => `Buy ${index} bottles`)
    await Promise.all(titles.map((title) => service.alice[method](path, { title }).expect(200)))
    await service.alice[method](path, { title: 'Buy oat milk' }).expect(200)
    expect((await taskNow()).title).toBe('Buy oat milk')
  })

  test.each(refusedFields)('400: %s', async (_, json, pointer, detail) => {
    const { body } = await sendText(`{"completed": true, ${json}}`).expect(400)
    expect(body).toMatchObject({ type: '/docs/problems/invalid-request', status: 400, message: body.detail })
    expect(body.errors).toContainEqual({ pointer, detail })
    expect(await taskNow()).toEqual(task)
  })

  test("400: another user's list, with the same message as an unknown one", async () => {
    const his = await createList(service.bob)
    const [taken, unknown] = [
      await service.alice[method](path, { list_id: his.id }).expect(400),
      await service.alice[method](path, { list_id: greatestId }).expect(400),
    ]
    expect(taken.body).toEqual(unknown.body)
    expect(await taskNow()).toEqual(task)
  })

  test.each(refusedBodies)('400: the body %j', async (text) => {
    const { body } = await sendText(text).expect(400)
    expect(body.type).toBe('/docs/problems/invalid-request')
    expect(await taskNow()).toEqual(task)
  })

  test('400: no body', async () => {
    const { body } = await service.alice[method](path).expect(400)
    expect(body.detail).toBe('This operation requires a JSON body.')
  })

  test.each(nonIds)('400: the id %s', async (id) => {
    const { body } = await service.alice[method](`/api/me/tasks/${id}`, { completed: true }).expect(400)
    expect(body.errors).toEqual([{ parameter: 'id', detail: expect.any(String) }])
  })

  test('400: each unknown field and parameter, for those who want to be told', async () => {
    const change = { completed: true, urgency: 1, created_at: task.created_at }
    const { body } = await service.alice[method](`${path}?notify=1`, change).set('Prefer', 'handling=strict').expect(400)
    expect(body.errors).toEqual([
      { parameter: 'notify', detail: 'is not a parameter of this operation' },
      { pointer: '#/urgency', detail: 'is not a field of this operation' },
      { pointer: '#/created_at', detail: 'is not a field of this operation' },
    ])
    expect(await taskNow()).toEqual(task)
  })

  test.each(['3', '"3', "'3'", '"3" "4"'])('400: If-Match is %s', async (ifMatch) => {
    const { body } = await service.alice[method](path, { completed: true }).set('If-Match', ifMatch).expect(400)
    const detail = 'must be an ETag in double quotes, a list of them, or *'
    expect(body.errors).toEqual([{ header: expect.stringMatching(/^if-match$/i), detail }])
    expect(await taskNow()).toEqual(task)
  })

  test("404: another user's task, which stays as it is", async () => {
    const { body } = await service.bob[method](path, { title: 'Buy bread', completed: true }).expect(404)
    expect(body).toMatchObject({ type: '/docs/problems/not-found', detail: 'You have no such task.', message: body.detail })
    expect(await taskNow()).toEqual(task)
  })

  test("404: another user's task, whatever If-Match is", async () => {
    const {
      headers: { etag = '' },
    } = await service.alice.get(path).expect(200)
    for (const ifMatch of [etag, '"other"', '*']) {
      await service.bob[method](path, { completed: true }).set('If-Match', ifMatch).expect(404)
    }
    expect(await taskNow()).toEqual(task)
  })

  test('404: the greatest id there can be', async () => {
    await service.alice[method](`/api/me/tasks/${greatestId}`, { completed: true }).expect(404)
  })

  test.each([
    ['an ETag from before', (etag: string) => etag],
    ['the ETag there is, made weak', (_: string, now: string) => `W/${now}`],
    ['no ETag of ours', () => '"other"'],
  ])('412: it has changed since: If-Match is %s', async (_, ifMatch) => {
    const {
      headers: { etag: before = '' },
    } = await service.alice.get(path).expect(200)
    const changed = await service.alice[method](path, { title: 'Buy oat milk' }).expect(200)
    const { etag: now = '' } = changed.headers
    const stale = service.alice[method](path, { completed: true }).set('If-Match', ifMatch(before, now))
    const { body, headers } = await stale.expect(412)
    expect(body).toMatchObject({ type: '/docs/problems/precondition-failed', status: 412, message: body.detail })
    expect(headers['etag']).toBe(now)
    expect(await taskNow()).toEqual(changed.body)
  })

  test('412: all but one of ten changes to the same version at once', async () => {
    const {
      headers: { etag = '' },
    } = await service.alice.get(path).expect(200)
    const change = (index: number) => service.alice[method](path, { title: `Buy ${index} bottles` }).set('If-Match', etag)
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => change(index)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(412)])
    expect(await taskNow()).toEqual(answers.find(({ status }) => status === 200)?.body)
  })
}
