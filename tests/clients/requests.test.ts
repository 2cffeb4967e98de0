import { randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { beforeEach, describe, expect, test } from 'vitest'
import { secret, testService } from '../support/service.ts'

const service = testService()

type Task = { id: number; user_id: number; title: string; description: string | null; completed: boolean }
type Answer = { status: number; body: unknown }

/** A front end's user, under the 32 letters and digits that Better Auth calls one. */
let user: string
let ask: (method: string, path: string, init?: { body?: unknown; headers?: Record<string, string> }) => Promise<Answer>
let task: Task

beforeEach(async () => {
  user = randomUUID().replaceAll('-', '')
  const token = jwt.sign({ email: 'carol@example.com' }, secret, { subject: user, expiresIn: '1h' })
  // As the front ends do: fetch, and a Content-Type on every request, with or without a body.
  ask = async (method, path, { body, headers } = {}) => {
    const answer = await fetch(`${service.url}${path}`, {
      method,
      headers: { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
  task = await made({ title: 'Buy milk', description: 'Two bottles' })
})

const made = async (fields: object): Promise<Task> => {
  const { status, body } = await ask('POST', `/api/${user}/tasks`, { body: fields })
  expect(status).toBe(201)
  return body as Task // the contract says so, and other tests see to it
}

const path = (rest = ''): string => `/api/${user}/tasks/${task.id}${rest}`

describe('lists', () => {
  test.each([
    ['as it is', ''],
    ['a trailing slash', '/'],
    ['sort and order', '?sort=created&order=desc'],
    ['a filter', '?status_filter=pending'],
    ['status, priority, search', '?status=all&priority=none&search=milk'],
    ['an offset', '?limit=20&offset=0'],
    ['skip', '?skip=0&limit=100'],
    ['what the plan once named the user', '?url_user_id=someone'],
    ['empty values', '?sort=&status_filter=&search='],
    ['a parameter given twice', '?tags=a&tags=b'],
    ['brackets', '?filter[status]=open&tags[]=a'],
    ['a slash and a query', '/?sort=title'],
  ])('200: a bare array, with %s', async (_, rest) => {
    expect(await ask('GET', `/api/${user}/tasks${rest}`)).toEqual({ status: 200, body: [task] })
  })

  test('200: at most the limit, with an offset', async () => {
    await made({ title: 'Another' })
    expect(await ask('GET', `/api/${user}/tasks?limit=1&offset=0`)).toEqual({ status: 200, body: [task] })
  })
})

describe('creating', () => {
  test('201: fields of their own are ignored', async () => {
    const theirs = { category: '', tags: ['a'], dueDate: '', due_date: null, recurrence: 'no', userId: user }
    const created = await made({ title: 'Plan', ...theirs })
    expect(created).toMatchObject({ title: 'Plan', description: null, completed: false })
    expect(created).not.toHaveProperty('category')
  })

  test.each(['no', 'none', '', null])('201: a recurrence of %j means no recurrence', async (recurrence) => {
    expect(await made({ title: 'Plan', recurrence, due_date: '' })).toMatchObject({ recurrence: null })
  })

  test.each(['yes', 'every day', 'RRULE:FREQ=DAILY'])('400: a recurrence of %j says what is wanted', async (recurrence) => {
    const detail = 'must be null, daily, weekly, monthly or yearly, or an object with a rule, such as {"rule": "FREQ=WEEKLY"}'
    expect(await ask('POST', `/api/${user}/tasks`, { body: { title: 'Plan', recurrence } })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '#/recurrence', detail }] },
    })
  })

  test("201: id, user_id and times have no effect, not even another user's", async () => {
    const [created_at, updated_at] = ['2000-01-01T00:00:00Z', '2000-01-01T00:00:00Z']
    const created = await made({ title: 'Mine', id: 1, user_id: service.alice.id, created_at, updated_at })
    expect(created.user_id).toBe(task.user_id)
    expect(created).toMatchObject({ id: expect.any(Number), created_at: expect.not.stringMatching(/^2000/) })
    expect(created.id).toBeGreaterThan(task.id)
  })

  test('201: description as null, as an empty text, or left out', async () => {
    expect((await made({ title: 'a', description: null })).description).toBeNull()
    expect((await made({ title: 'b', description: '' })).description).toBe('')
    expect((await made({ title: 'c' })).description).toBeNull()
  })

  test('201: a trailing slash', async () => {
    expect((await ask('POST', `/api/${user}/tasks/`, { body: { title: 'Slashed' } })).status).toBe(201)
  })
})

describe('completing', () => {
  test.each([
    ['no body', undefined],
    ['an empty object', {}],
    ['fields it does not know', { task_id: 7, priority: 'high' }],
  ])('200: PATCH …/complete with %s changes to the other state, and back', async (_, body) => {
    expect(await ask('PATCH', path('/complete'), { body })).toMatchObject({ status: 200, body: { completed: true } })
    expect(await ask('PATCH', path('/complete'), { body })).toMatchObject({ status: 200, body: { completed: false } })
  })

  test('200: PATCH …/complete with no body and no Content-Type', async () => {
    await service.alice
      .post('/api/me/tasks', { title: 'Hers' })
      .expect(201)
      .then(async ({ body }) => {
        const { body: changed } = await service.alice.patch(`/api/me/tasks/${body.id}/complete`).expect(200)
        expect(changed).toMatchObject({ completed: true })
      })
  })

  test.each([true, false])('200: PATCH …/complete with completed: %s sets it, however often', async (completed) => {
    for (let turn = 0; turn < 2; turn++) {
      expect(await ask('PATCH', path('/complete'), { body: { completed } })).toMatchObject({ status: 200, body: { completed } })
    }
  })

  test.each(['true', 1, null])('400: PATCH …/complete with completed: %j', async (completed) => {
    expect((await ask('PATCH', path('/complete'), { body: { completed } })).status).toBe(400)
  })

  test('200: PUT of completed alone leaves the rest', async () => {
    expect(await ask('PUT', path(), { body: { completed: true } })).toMatchObject({
      status: 200,
      body: { completed: true, title: 'Buy milk', description: 'Two bottles' },
    })
  })
})

describe('changing', () => {
  test.each(['PUT', 'PATCH'])('200: %s of any subset of the fields', async (method) => {
    expect(await ask(method, path(), { body: { title: 'Buy oat milk' } })).toMatchObject({
      status: 200,
      body: { title: 'Buy oat milk', description: 'Two bottles', completed: false },
    })
    expect(await ask(method, path(), { body: { description: null } })).toMatchObject({
      status: 200,
      body: { title: 'Buy oat milk', description: null, completed: false },
    })
    expect(await ask(method, path('/'), { body: {} })).toMatchObject({ status: 200, body: { title: 'Buy oat milk' } })
  })

  test('201: the priority that front ends know', async () => {
    expect(await made({ title: 'Plan', priority: 'high' })).toMatchObject({ priority: 'high' })
  })

  test("200: PUT of the whole task as it was read, with the front end's own fields", async () => {
    const theirs = { user_id: service.alice.id, id: 7, priority: 'low', category: '', dueDate: '', due_date: '' }
    expect(await ask('PUT', path(), { body: { ...task, title: 'Changed', ...theirs } })).toMatchObject({
      status: 200,
      body: { id: task.id, user_id: task.user_id, title: 'Changed' },
    })
  })
})

describe('deleting', () => {
  test('204: no body, though a Content-Type was sent; then 404', async () => {
    expect(await ask('DELETE', path())).toEqual({ status: 204, body: null })
    expect((await ask('DELETE', path())).status).toBe(404)
  })
})

describe('refusals', () => {
  test('400: each unknown field is named to a client that asks', async () => {
    const strict = { headers: { Prefer: 'handling=strict' }, body: { title: 'x', category: 'home', dueDate: '' } }
    expect(await ask('POST', `/api/${user}/tasks?url_user_id=x&sort=title`, strict)).toMatchObject({
      status: 400,
      body: {
        errors: [
          { parameter: 'url_user_id', detail: 'is not a parameter of this operation' },
          { parameter: 'sort', detail: 'is not a parameter of this operation' },
          { pointer: '#/category', detail: 'is not a field of this operation' },
          { pointer: '#/dueDate', detail: 'is not a field of this operation' },
        ],
      },
    })
  })

  test.each([
    [400, () => ask('POST', `/api/${user}/tasks`, { body: { title: '' } })],
    [401, () => ask('GET', `/api/${user}/tasks`, { headers: { Authorization: 'Bearer null' } })],
    [403, () => ask('GET', `/api/${service.alice.id}/tasks`)],
    [404, () => ask('GET', `/api/${user}/tasks/9007199254740991`)],
    [405, () => ask('PATCH', `/api/${user}/tasks`)],
  ])('%i: detail and message are text', async (status, asked) => {
    const text = expect.stringMatching(/\S/)
    expect(await asked()).toMatchObject({ status, body: { detail: text, message: text } })
  })

  test("404: another user's task under one's own path, for every method", async () => {
    const { body: hers } = await service.alice.post('/api/me/tasks', { title: 'Hers' }).expect(201)
    const theirs = `/api/${user}/tasks/${hers.id}`
    const attempts = [
      await ask('GET', theirs),
      await ask('PUT', theirs, { body: { title: 'Taken' } }),
      await ask('PATCH', theirs, { body: { title: 'Taken' } }),
      await ask('PATCH', `${theirs}/complete`),
      await ask('DELETE', theirs),
    ]
    expect(attempts.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
    expect((await service.alice.get(`/api/me/tasks/${hers.id}`).expect(200)).body).toEqual(hers)
  })
})
