import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { loadContract } from '../../src/contract/contract.ts'
import { createValidator } from '../../src/contract/request-validator.ts'
import { staysUp } from '../support/problems.ts'
import { bearer, exchangeAll, head, withBody } from '../support/raw.ts'
import { testService } from '../support/service.ts'

const service = testService()
staysUp(service)

let made = 0

// A schema is compiled into a function that is made of text; nothing else on the path of a request makes one so.
beforeEach(() => {
  made = 0
  const counted = new Proxy(Function, {
    construct(target, values, self) {
      made += 1
      return Reflect.construct(target, values, self) as object
    },
  })
  vi.stubGlobal('Function', counted)
})
afterEach(() => void vi.unstubAllGlobals())

/** Sends them one after the other on one connection, and gives back the statuses. */
async function statusesOf(requests: (string | Buffer)[]): Promise<Set<number>> {
  const bytes = Buffer.concat(requests.map((request) => Buffer.from(request)))
  const answers = await exchangeAll(service.url, bytes, { answers: requests.length })
  expect(answers).toHaveLength(requests.length)
  return new Set(answers.map(({ status }) => status))
}

test('200: compiling the contract has a cost, and the response that most operations share is compiled once', () => {
  const { operations } = loadContract()
  createValidator({ ...loadContract() })
  expect(made).toBeGreaterThanOrEqual(operations.length)
  expect(made).toBeLessThan(operations.flatMap(({ statuses }) => statuses).length / 2)
})

describe('300 distinct Content-Types and more compile nothing', () => {
  const numbers = Array.from({ length: 300 }, (_, index) => index)
  const parameters = numbers.map((index) => `application/json; v=${index}`)
  const types = numbers.map((index) => `${index % 2 === 0 ? 'text/x-' : 'multipart/form-data; x='}${index}`).concat(parameters)
  const suffixes = numbers.map((index) => `application/x-${index}+json`)

  test('200: on requests without a body', async () => {
    const gets = types.map((type) => head('GET /api/me/tasks HTTP/1.1', bearer(service.alice.token), `Content-Type: ${type}`))
    expect(await statusesOf(gets)).toEqual(new Set([200]))
    expect(made).toBe(0)
  })

  test('200: on requests without a token', async () => {
    const gets = types.map((type) => head('GET /health/live HTTP/1.1', `Content-Type: ${type}`))
    expect(await statusesOf(gets)).toEqual(new Set([200]))
    expect(made).toBe(0)
  })

  test('200: on requests that may have a body, and have none', async () => {
    const { body } = await service.alice.post('/api/me/tasks', { title: 'a' }).expect(201)
    const line = `PATCH /api/me/tasks/${body.id}/complete HTTP/1.1`
    const patches = types.map((type) => head(line, bearer(service.alice.token), `Content-Type: ${type}`))
    expect(await statusesOf(patches)).toEqual(new Set([200]))
    expect(made).toBe(0)
  })

  test('400: on bodies', async () => {
    const line = 'POST /api/me/tasks HTTP/1.1'
    const posts = parameters.map((type) => withBody(line, '{"title":""}', bearer(service.alice.token), `Content-Type: ${type}`))
    expect(await statusesOf(posts)).toEqual(new Set([400]))
    expect(made).toBe(0)
  })

  test('401: on bodies of a sign-in', async () => {
    const [line, body] = ['POST /api/auth/refresh HTTP/1.1', '{"refresh_token":"unknown"}']
    const posts = suffixes.map((type) => withBody(line, body, `Content-Type: ${type}`))
    expect(await statusesOf(posts)).toEqual(new Set([401]))
    expect(made).toBe(0)
  })
})
