import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import jwt from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import { isOfAccount } from '../../src/conformance/valid-request.ts'
import { loadContract } from '../../src/contract/contract.ts'
import type { OperationFacts } from '../../src/contract/contract.ts'
import { requestsOf } from '../support/generate.ts'
import type { ValidRequest } from '../support/generate.ts'
import { expectAnyProblem, staysUp } from '../support/problems.ts'
import { bearer, exchange, head, withBody } from '../support/raw.ts'
import type { RawAnswer } from '../support/raw.ts'
import { secret, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { thingFor } from '../support/valid-request.ts'

const service = testService()
staysUp(service)

// Another seed finds other things: when one does, fast-check prints it, with the request made as small as it will get.
const settings = { seed: 20_261_121, interruptAfterTimeLimit: 120_000, markInterruptAsFailure: true }
const { document, operations } = loadContract()
/** Someone whose account may well be deleted on the way, and starts anew each time. */
const tokenOfAnyone = jwt.sign({}, secret, { subject: 'fuzz', expiresIn: 3600 })

// What is read here to its end.
const ending = operations.filter(({ mediaType }) => mediaType !== 'text/event-stream')

describe('requests that are made up of junk', () => {
  // What may stand in a header, in Latin-1; what may not is tested one by one.
  const latin1 = fc
    .integer({ min: 32, max: 255 })
    .filter((code) => code !== 127)
    .map((code) => String.fromCharCode(code))
  const bytes = fc.string({ unit: latin1, maxLength: 40 })
  const unicode = fc.string({ unit: 'binary', maxLength: 300 })
  const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 40 }).map((text) => text.replaceAll(' ', '+'))
  const ascii = ['__proto__', 'constructor', '%00', '%ZZ', '%ED%A0%80', '..', '//', '0', '-1', '1e3', '9007199254740993', '[]']
  const words = fc.constantFrom('💩', ...ascii)
  const most = <T>(usual: Arbitrary<T>, ...others: Arbitrary<T>[]): Arbitrary<T> =>
    fc.oneof({ weight: 10, arbitrary: usual }, ...others.map((arbitrary) => ({ weight: 1, arbitrary })))

  const encoded = unicode.filter((text) => text.isWellFormed()).map(encodeURIComponent)
  const segment = (usual: string): Arbitrary<string> => most(fc.constant(usual), printable, words, encoded)
  const known = fc.constantFrom('limit', 'cursor', 'title', 'description', 'completed', 'email', 'password', 'name', 'id')
  const name = fc.oneof(known, printable, words)
  const pair = fc.tuple(name, fc.oneof(printable, words, fc.integer().map(String))).map((parts) => parts.join('='))
  const pairs = fc.array(pair).map((all) => all.join('&'))
  const query = fc.oneof(
    fc.constant(''),
    fc.oneof(pairs, printable).map((text) => `?${text}`),
  )
  const headerName = fc.constantFrom('Prefer', 'If-Match', 'If-None-Match', 'Idempotency-Key', 'X-Request-Id', 'Accept', 'Origin', 'Range', 'Expect')
  const meaningful = fc.constantFrom('Prefer: handling=strict', 'If-Match: "1"', 'If-Match: *', 'Idempotency-Key: a')
  const headerValue = fc.oneof(bytes, fc.constantFrom(...ascii))
  const header = fc.oneof(
    meaningful,
    fc.tuple(headerName, headerValue).map((parts) => parts.join(': ')),
  )
  const otherType = fc.constantFrom('text/plain', 'application/json; charset=utf-16', 'multipart/form-data', 'application/a+json')
  const contentType = most(fc.constant('application/json'), bytes, otherType)
  const path = (operation: OperationFacts): Arbitrary<string> =>
    fc.tuple(segment('me'), segment('1')).map(([me, id]) => operation.path.replace('{user_id}', me).replace('{id}', id))
  const text = fc.constantFrom('a', 'a@example.com', 'long enough')
  const field = fc.tuple(name, fc.oneof(text, fc.boolean(), fc.jsonValue(), bytes, words, unicode))
  const fields = fc.array(field).map((pairs) => Object.fromEntries<unknown>(pairs))
  const titled = fc.oneof(
    fields,
    fields.map((others): Record<string, unknown> => ({ title: 'a', ...others })),
  )
  const body: Arbitrary<Buffer> = most(
    titled.map((object) => Buffer.from(JSON.stringify(object))),
    fc.json().map((json) => Buffer.from(json)),
    fc.uint8Array().map((junk) => Buffer.from(junk)),
    fc.constant(Buffer.alloc(0)),
  )
  const method = (operation: OperationFacts): Arbitrary<string> =>
    most(fc.constant<string>(operation.method), fc.constantFrom('HEAD', 'OPTIONS', 'TRACE', 'PUT', 'POST', 'junk'))

  const request = fc.constantFrom(...ending).chain((operation) =>
    fc.record({
      method: method(operation),
      path: path(operation),
      query,
      headers: fc.array(header, { maxLength: 2 }),
      signedIn: most<boolean>(fc.constant(true), fc.constant(false)),
      contentType,
      encoding: most<string>(fc.constant('identity'), bytes, fc.constantFrom('gzip', 'br')),
      chunked: fc.boolean(),
      body,
    }),
  )

  test('2xx or 4xx: junk is carried out, or refused with a problem document', async () => {
    const statuses = new Set<number>()
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, query, headers, signedIn, contentType, encoding, chunked, body }) => {
        const framing = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`
        const token = signedIn ? [bearer(tokenOfAnyone)] : []
        const own = [...token, `Content-Type: ${contentType}`, `Content-Encoding: ${encoding}`, framing]
        // The path goes out in UTF-8, and the headers in Latin-1.
        const parts = [Buffer.from(`${method} ${path}${query}`), Buffer.from(head(' HTTP/1.1', ...headers, ...own), 'latin1')]
        const answer = await exchange(service.url, Buffer.concat([...parts, chunked ? inChunks(body) : body]))
        statuses.add(answer.status)
        expect(answer.status, answer.body).toBeLessThan(500)
        if (answer.status >= 400 && method !== 'HEAD') expectAnyProblem(answer)
      }),
      { ...settings, numRuns: 400 },
    )
    // It got past the door: some of it was carried out, and some was refused at each step on the way.
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 403, 404, 405, 415]))
  })

  const inChunks = (body: Buffer): Buffer => {
    const end = Buffer.from('0\r\n\r\n')
    const start = Buffer.from(`${body.length.toString(16)}\r\n`)
    return body.length === 0 ? end : Buffer.concat([start, body, Buffer.from('\r\n'), end])
  }
})

describe('requests that keep to the contract', () => {
  let keys = 0
  const send = async (operation: OperationFacts, { query, headers, body }: ValidRequest, caller: Client, token: string): Promise<RawAnswer> => {
    const id = operation.path.includes('{id}') ? await thingFor(service, operation.id, caller) : 0
    const path = operation.path.replace('{user_id}', 'me').replace('{id}', String(id))
    // A cursor is ours alone to make up, and the account began just now.
    const pairs = Object.entries(query)
      .filter(([name]) => !['as_of', 'cursor', 'since'].includes(name))
      .flatMap(([name, value]) => [value].flat().map((each) => `${name}=${encodeURIComponent(String(each))}`))
    const search = pairs.join('&')
    const text = body === undefined ? '' : JSON.stringify(body)
    // A key that an earlier request had would get that one's answer.
    const fresh = (name: string, value: string): string => (name === 'Idempotency-Key' ? `${value.slice(0, 99)}${keys++}` : value)
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${fresh(name, String(value))}`)
    const own = text === '' ? [] : ['Content-Type: application/json']
    if (operation.secured) own.push(bearer(token))
    return exchange(service.url, withBody(`${operation.method} ${path}?${search} HTTP/1.1`, Buffer.from(text), ...own, ...lines))
  }

  const names = (body: unknown): string[] => (typeof body === 'object' && body !== null ? Object.keys(body) : [])
  const each = ending.map((operation) => [operation.id, operation] as const)
  test.each(each)('2xx or as declared: %s', async (id, operation) => {
    const statuses = new Set<number>()
    // What is of an account with a password takes one.
    const person = isOfAccount(operation) ? await service.register(`fuzz-${id.toLowerCase()}`) : null
    const token = person?.token ?? tokenOfAnyone
    const caller = person ?? service.client({ Authorization: `Bearer ${token}` })
    await fc.assert(
      fc.asyncProperty(requestsOf(document, operation), async (request) => {
        const answer = await send(operation, request, caller, token)
        // The days of a window go together, what recurs needs a due, what is named has to be
        // there, only one thing says where something goes, there may be nothing to undo, no such change to replay, no such link, and a password that is easy to
        // guess; all else is taken.
        const given = [...Object.keys(request.query), ...names(request.body)]
        const depends =
          ['undoChange', 'replayWebhook', 'changePassword', 'resetPassword', 'verifyEmail'].includes(id) ||
          id.startsWith('move') ||
          ['from', 'to', 'recurrence', 'list_id', 'parent_id'].some((name) => given.includes(name))
        const refusals = depends ? [413, 415] : [400, 413, 415]
        const expected = operation.statuses.filter((status) => status < 500 && !refusals.includes(status))
        statuses.add(answer.status)
        expect(expected).toContain(answer.status)
        if (answer.status >= 400) expectAnyProblem(answer)
      }),
      { ...settings, numRuns: id === 'registerUser' || id === 'loginUser' ? 10 : 25 },
    )
    // There is nobody whose password, refresh token or link could be made up.
    const refused: Record<string, number> = { loginUser: 401, refreshSession: 401, resetPassword: 400, verifyEmail: 400 }
    expect(statuses).toContain(refused[id] ?? operation.success)
  })
})
