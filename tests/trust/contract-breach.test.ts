import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { operations } from '../../src/generated/handlers.ts'
import * as sql from '../../src/generated/sql.ts'
import { WithHeaders, hasHeaders } from '../../src/execution/with-headers.ts'
import { Problem, notFound } from '../../src/problem.ts'
import { countRows } from '../support/belongings.ts'
import { testService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

type Operations = typeof operations
type Request<Id extends keyof Operations> = Parameters<Operations[Id]>[0]

/** What the handlers do instead of what they should, once they have done what they should. */
let misbehave: ((output: unknown, request: unknown) => unknown) | null = null

const handlers = {
  ...operations,
  createTask: async (request: Request<'createTask'>) => instead(await operations.createTask(request), request),
  patchTask: async (request: Request<'patchTask'>) => instead(await operations.patchTask(request), request),
  deleteTask: async (request: Request<'deleteTask'>) => instead(await operations.deleteTask(request), request),
  logoutUser: async (request: Request<'logoutUser'>) => instead(await operations.logoutUser(request), request),
  registerUser: async (request: Request<'registerUser'>) => instead(await operations.registerUser(request), request),
  getMetrics: async (request: Request<'getMetrics'>) => instead(await operations.getMetrics(request), request),
}

const instead = (output: unknown, request: unknown): unknown => (misbehave ? misbehave(output, request) : output)

/** The answer with a changed body, and the headers it has. */
const changed = (change: object) => (output: unknown) => {
  if (!hasHeaders(output)) throw new Error('it has no headers')
  return new WithHeaders({ ...(output.body as object), ...change }, output.headers) // every operation here answers with an object
}

/** The answer with the body it has, and changed headers. */
const changedHeaders = (change: object) => (output: unknown) => {
  if (!hasHeaders(output)) throw new Error('it has no headers')
  return new WithHeaders(output.body, { ...output.headers, ...change })
}

const service = testService({ handlers })
const secretWords = 'words that nobody but alice may read'
const post = () => service.alice.post('/api/me/tasks', { title: secretWords })

/** The lines that were logged of a request, and what the service itself says of its failure. */
function failureOf(requestId: string | undefined): Record<string, unknown> | undefined {
  return service.log.find((line) => line['requestId'] === requestId && Number(line['level']) >= 50)
}

beforeEach(() => void (misbehave = null))
afterEach(async () => {
  misbehave = null
  await service.alice.get('/api/me').expect(200)
})

describe('500: an answer that breaks the contract', () => {
  const breaches: [name: string, pointer: string, misbehaviour: (output: unknown) => unknown][] = [
    ['a field of the wrong type', '/response/title', changed({ title: 7 })],
    ['a field that is missing', '/response', changed({ title: undefined })],
    ['null where there may be none', '/response/completed', changed({ completed: null })],
    ['a string that is too long', '/response/title', changed({ title: secretWords.repeat(10) })],
    ['a number beyond its bounds', '/response/id', changed({ id: 0 })],
    ['an invalid time', '/response/created_at', changed({ created_at: '2026-02-31T00:00:00Z' })],
    ['a header that is missing', '/headers/ETag', changedHeaders({ ETag: undefined })],
    ['a header that is no text', '/headers/ETag', changedHeaders({ ETag: 7 })],
    ['a header that is too long', '/headers/Location', changedHeaders({ Location: `/${secretWords.repeat(100)}` })],
    ['no headers where there are some to give', '/headers/', (output) => (hasHeaders(output) ? output.body : output)],
    ['an array', '/response', () => [secretWords]],
    ['a string', '/response', () => secretWords],
    ['nothing', 'response body', () => undefined],
    ['null', 'response body', () => null],
    ['a refusal that is not declared', '404', () => notFound('task')],
  ]

  test.each(breaches)('%s: logged, and nothing is kept', async (_, pointer, misbehaviour) => {
    misbehave = misbehaviour
    const before = await countRows(service.database)
    const { body, headers } = await post().expect(500)
    expect(headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(body).toMatchObject({ type: '/docs/problems/internal', status: 500, message: body.detail })
    expect(body).not.toHaveProperty('errors')
    const failure = failureOf(headers['x-request-id'])
    expect(failure).toMatchObject({ operation: 'createTask', msg: 'a response broke the contract' })
    expect(failure?.['fault']).toContain(pointer)
    expect(JSON.stringify([body, service.log])).not.toContain(secretWords)
    expect(await countRows(service.database)).toEqual(before)
  })

  test.each([
    ['deleteTask', (id: number) => service.alice.delete(`/api/me/tasks/${id}`)],
    ['logoutUser', () => service.alice.post('/api/auth/logout')],
  ])('a body where there is none: %s', async (operation, request) => {
    const { id } = await createTask(service.alice)
    misbehave = () => ({ id })
    const before = await countRows(service.database)
    const { headers } = await request(id).expect(500)
    expect(failureOf(headers['x-request-id'])).toMatchObject({ operation, msg: 'a response broke the contract' })
    expect(await countRows(service.database)).toEqual(before)
  })

  test('of someone who is not signed in', async () => {
    misbehave = changed({ token_type: 'bearer' })
    const before = await countRows(service.database)
    const registration = { email: `${randomUUID()}@example.com`, password: 'long enough', name: 'Carol' }
    const { headers } = await service.anyone.post('/api/auth/register', registration).expect(500)
    const failure = failureOf(headers['x-request-id'])
    expect(failure).toMatchObject({ operation: 'registerUser', msg: 'a response broke the contract' })
    expect(failure?.['fault']).toContain('/response/token_type')
    expect(await countRows(service.database)).toEqual(before)
  })

  test('that is no JSON', async () => {
    misbehave = () => ({ requests: 1 })
    const { headers } = await service.anyone.get('/metrics').expect(500)
    expect(failureOf(headers['x-request-id'])).toMatchObject({ operation: 'getMetrics', msg: 'a response broke the contract' })
  })

  test('uses no Idempotency-Key up', async () => {
    const key = randomUUID()
    misbehave = changed({ title: 7 })
    await post().set('Idempotency-Key', key).expect(500)
    misbehave = null
    const { headers } = await post().set('Idempotency-Key', key).expect(201)
    expect(headers).not.toHaveProperty('idempotency-replayed')
  })

  test('leaves no connection and no transaction open', async () => {
    misbehave = changed({ title: 7 })
    const answers = await Promise.all(Array.from({ length: 30 }, () => post()))
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(30).fill(500))
    misbehave = null
    await Promise.all(Array.from({ length: 30 }, () => post().expect(201)))
    const open = "select state from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'"
    await expect.poll(() => service.database.superuser(open), { timeout: 20_000 }).toEqual([])
  })
})

describe('500: an error of ours', () => {
  const coded = Object.assign(new Error(secretWords), { code: 'ESECRET', cause: new Error(secretWords) })
  const lines = `${secretWords}\n    at ${secretWords} (x.ts:1:1)\n${secretWords}`
  const errors: [name: string, thrown: unknown][] = [
    ['an Error', new Error(secretWords)],
    ['an Error of several lines, one like those of a stack', new TypeError(lines)],
    ['an Error with a code and a cause', coded],
    ['a string', secretWords],
    ['nothing', undefined],
  ]

  test.each(errors)('%s: its words are in neither the answer nor the log, and nothing is kept', async (_, thrown) => {
    misbehave = () => {
      throw thrown
    }
    const before = await countRows(service.database)
    const { body, headers } = await post().expect(500)
    expect(body).toMatchObject({ type: '/docs/problems/internal', status: 500, detail: expect.stringContaining('X-Request-Id') })
    expect(failureOf(headers['x-request-id'])).toMatchObject({ operation: 'createTask', status: 500 })
    expect(JSON.stringify([body, service.log])).not.toContain(secretWords)
    expect(await countRows(service.database)).toEqual(before)
  })

  test('a statement that failed and was passed over: what was not kept is not acknowledged', async () => {
    misbehave = async (output, request) => {
      const { db } = request as Request<'createTask'> // it stands in for createTask's handler
      const blank = {
        list_id: null,
        parent_id: null,
        title: ' ',
        description: null,
        completed: false,
        priority: 'none' as const,
        tags: [],
        due: null,
        due_at: null,
        recurrence: null,
        recurs_from: null,
      }
      await db.one(sql.createTask, blank).catch(() => undefined)
      return output
    }
    const before = await countRows(service.database)
    await post().expect(500)
    expect(await countRows(service.database)).toEqual(before)
  })
})

describe('404: a refusal after something was done', () => {
  const rename = async (refusal: () => unknown): Promise<string> => {
    const { id } = await createTask(service.alice, { title: 'before' })
    misbehave = refusal
    const { body } = await service.alice.patch(`/api/me/tasks/${id}`, { title: 'after' }).expect(404)
    expect(body.type).toBe('/docs/problems/not-found')
    return (await service.alice.get(`/api/me/tasks/${id}`).expect(200)).body.title
  }

  test('returned, it keeps that', async () => {
    expect(await rename(() => notFound('task'))).toBe('after')
  })

  test('thrown, it undoes that', async () => {
    const thrown = (): never => {
      throw new Problem('not-found', 'You have no such task.')
    }
    expect(await rename(thrown)).toBe('before')
  })
})
