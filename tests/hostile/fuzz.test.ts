import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import jwt from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import { loadContract } from '../../src/contract.ts'
import type { OperationFacts } from '../../src/contract.ts'
import { requestsOf } from '../harness/generate.ts'
import type { ValidRequest } from '../harness/generate.ts'
import { expectAnyProblem, staysUp } from '../harness/problems.ts'
import { bearer, exchange, head } from '../harness/raw.ts'
import type { RawAnswer } from '../harness/raw.ts'
import { secret, testService } from '../harness/service.ts'

const service = testService()
staysUp(service)

// Another seed finds other things: when one does, fast-check prints it, with the request made as small as it will get.
const settings = { seed: 20_261_121, interruptAfterTimeLimit: 120_000, markInterruptAsFailure: true }
const { document, operations } = loadContract()
/** Someone whose account may well be deleted on the way, and starts anew each time. */
const token = jwt.sign({}, secret, { subject: 'fuzz', expiresIn: 3600 })

describe('requests that are made up of junk', () => {
  // Latin-1 without what ends a header: the bytes that can stand in one.
  const bytes = fc.string({ unit: fc.integer({ min: 1, max: 255 }).filter((code) => code !== 10 && code !== 13).map((code) => String.fromCharCode(code)), maxLength: 40 })
  const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 40 }).map((text) => text.replaceAll(' ', '+'))
  const words = fc.constantFrom('__proto__', 'constructor', '%00', '%ZZ', '%ED%A0%80', '..', '//', '0', '-1', '1e3', '9007199254740993', '💩', 'null', '[]', '*')
  const segment = fc.oneof({ weight: 4, arbitrary: fc.constantFrom('me', '1', '2') }, { weight: 1, arbitrary: printable }, { weight: 1, arbitrary: words }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()).map(encodeURIComponent) })
  const names = ['limit', 'cursor', 'title', 'description', 'completed', 'email', 'password', 'name', 'refresh_token', 'user_id', 'id']
  const name = fc.oneof(fc.constantFrom(...names), printable, words)
  const query = fc.oneof(fc.constant(''), fc.array(fc.tuple(name, fc.oneof(printable, words, fc.integer().map(String)))).map((pairs) => `?${pairs.map((pair) => pair.join('=')).join('&')}`), printable.map((text) => `?${text}`))
  const headerNames = ['Prefer', 'If-Match', 'If-None-Match', 'Idempotency-Key', 'X-Request-Id', 'Accept', 'Accept-Encoding', 'Origin', 'Range', 'Cookie', 'Expect']
  const header = fc.tuple(fc.constantFrom(...headerNames), fc.oneof(bytes, words, fc.constantFrom('handling=strict', '"1"', '*', 'a', '100-continue'))).map((pair) => pair.join(': '))
  const contentType = fc.oneof({ weight: 5, arbitrary: fc.constant('application/json') }, { weight: 1, arbitrary: bytes }, { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/json; charset=utf-16', 'multipart/form-data') })
  const value = fc.oneof(fc.jsonValue(), bytes, words, fc.boolean(), fc.constant('a@example.com'), fc.string({ unit: 'binary', maxLength: 300 }))
  const body: Arbitrary<Buffer> = fc.oneof(
    { weight: 4, arbitrary: fc.dictionary(name, value).map((fields) => Buffer.from(JSON.stringify(fields))) },
    { weight: 1, arbitrary: fc.json().map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.uint8Array().map((junk) => Buffer.from(junk)) },
    { weight: 1, arbitrary: fc.constant(Buffer.alloc(0)) },
  )
  const method = (operation: OperationFacts): Arbitrary<string> =>
    fc.oneof({ weight: 8, arbitrary: fc.constant<string>(operation.method) }, { weight: 1, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'TRACE', 'PUT', 'POST', 'junk') })

  const request = fc.constantFrom(...operations).chain((operation) =>
    fc.record({
      method: method(operation),
      path: fc.array(segment, { minLength: 2, maxLength: 2 }).map((segments) => operation.path.replace(/\{\w+\}/g, () => segments.pop() ?? '')),
      query,
      headers: fc.array(header, { maxLength: 4 }),
      signedIn: fc.boolean(),
      contentType,
      encoding: fc.option(fc.oneof(bytes, fc.constantFrom('gzip', 'br', 'identity')), { freq: 8 }),
      chunked: fc.boolean(),
      body,
    }),
  )

  test('a problem document or what was asked for, and never a 5xx', async () => {
    const statuses = new Map<number, number>()
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, query, headers, signedIn, contentType, encoding, chunked, body }) => {
        const framing = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`
        const optional = [signedIn ? bearer(token) : [], encoding === null ? [] : `Content-Encoding: ${encoding}`].flat()
        const start = head(`${method} ${Buffer.from(path + query).toString('latin1')} HTTP/1.1`, ...optional, `Content-Type: ${contentType}`, ...headers, framing)
        const chunks = body.length > 0 ? [`${body.length.toString(16)}\r\n`, body, '\r\n0\r\n\r\n'] : ['0\r\n\r\n']
        const answer = await exchange(service.url, Buffer.concat([Buffer.from(start, 'latin1'), ...(chunked ? chunks : [body]).map((part) => Buffer.from(part))]))
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
        expect(answer.status).toBeLessThan(500)
        if (answer.status >= 400 && method !== 'HEAD') expectAnyProblem(answer)
        if (answer.status < 400) expect(answer.body === '' || answer.headers['content-type'] !== undefined).toBe(true)
      }),
      { ...settings, numRuns: 400 },
    )
    // The junk got past the door: some of it was carried out, and some was refused at each step on the way.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 401, 403, 404, 415]))
  })
})

describe('requests that keep to the contract', () => {
  const client = service
  const send = async (operation: OperationFacts, { query, headers, body }: ValidRequest): Promise<RawAnswer> => {
    const caller = client.client({ Authorization: `Bearer ${token}` })
    const created = await caller.post('/api/me/tasks', { title: 'there' }).expect(201)
    const path = operation.path.replace('{user_id}', 'me').replace('{id}', String(created.body.id))
    const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString()
    const text = body === undefined ? '' : JSON.stringify(body)
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`)
    const optional = [operation.secured ? bearer(token) : [], text === '' ? [] : 'Content-Type: application/json'].flat()
    const start = head(`${operation.method} ${path}?${search} HTTP/1.1`, ...optional, ...lines, `Content-Length: ${Buffer.byteLength(text)}`)
    return exchange(service.url, Buffer.from(start + text))
  }

  test.each(operations.map((operation) => [operation.id, operation] as const))('%s answers as it declares', async (_id, operation) => {
    await fc.assert(
      fc.asyncProperty(requestsOf(document, operation), async (request) => {
        const answer = await send(operation, request)
        const { status } = answer
        // A cursor is ours alone to make up; all else that the contract allows is taken.
        const declared = operation.statuses.filter((each) => each < 500 && (each !== 400 || 'cursor' in request.query) && each !== 413 && each !== 415)
        expect(declared).toContain(status)
        if (status >= 400) expectAnyProblem(answer)
      }),
      { ...settings, numRuns: operation.id === 'registerUser' || operation.id === 'loginUser' ? 10 : 25 },
    )
  })
})
