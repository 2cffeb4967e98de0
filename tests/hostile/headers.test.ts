import { describe, expect, test } from 'vitest'
import { expectInvalid, expectProblem, staysUp } from '../support/problems.ts'
import { asJson, bearer, exchange, head, withBody } from '../support/raw.ts'
import type { RawAnswer } from '../support/raw.ts'
import { testService } from '../support/service.ts'

const service = testService()
staysUp(service)

const line = 'GET /api/me/tasks HTTP/1.1'
const ask = (...headers: string[]): Promise<RawAnswer> => exchange(service.url, head(line, bearer(service.alice.token), ...headers))
const createWith = (header: string): Promise<RawAnswer> =>
  exchange(service.url, withBody('POST /api/me/tasks HTTP/1.1', '{"title":"a"}', ...asJson(service.alice.token), header))
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describe('headers that are no headers', () => {
  test.each([
    ['a folded line', 'X-A: b\r\n c'],
    ['a folded Authorization', 'Authorization: Bearer\r\n x'],
    ['a bare CR', 'X-A: b\rX-B: c'],
    ['a bare LF', 'X-A: b\nX-B: c'],
    ['a NUL', 'X-A: b\0c'],
    ['a space before the colon', 'X-A : b'],
    ['no colon', 'X-A'],
    ['no name', ': b'],
    ['a name that is no token', 'X(A): b'],
    ['a name with 0xFF', '\xff: b'],
  ])('400: %s', async (_what, header) => {
    expectInvalid(await ask(header))
  })

  test('400: lines that end in LF alone', async () => {
    expectInvalid(await exchange(service.url, 'GET /health/live HTTP/1.1\nHost: localhost\n\n'))
  })

  test.each(['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '\x16\x03\x01\x00\xa5\x01\x00', 'hello\r\n\r\n', '\0\0\0\0', 'HTTP/1.1 200 OK\r\n\r\n'])(
    '400: %j, which is no request',
    async (bytes) => {
      expectInvalid(await exchange(service.url, bytes, { end: true }))
    },
  )
})

describe('Host', () => {
  test.each([
    ['none', line],
    ['two', head(line, 'Host: elsewhere').trimEnd()],
    ['two that agree', head(line, 'Host: localhost').trimEnd()],
    ['one that is no host', `${line}\r\nHost: a b`],
    ['one with a path', `${line}\r\nHost: localhost/api`],
    ['one with a user', `${line}\r\nHost: someone@localhost`],
    ['one with 0xFF', `${line}\r\nHost: \xff`],
  ])('400: %s', async (_what, lines) => {
    expectInvalid(await exchange(service.url, `${lines}\r\n${bearer(service.alice.token)}\r\n\r\n`))
  })

  test.each(['localhost', 'EXAMPLE.com:8000', '127.0.0.1', '[::1]:8000', 'task_pact', 'xn--bcher-kva.example', ''])('200: %j', async (host) => {
    expect(await exchange(service.url, `GET /health/live HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toMatchObject({ status: 200 })
  })
})

describe('the version of HTTP', () => {
  test('200: HTTP/1.0, with no Host, and the connection ends', async () => {
    const answer = await exchange(service.url, `GET /api/me/tasks HTTP/1.0\r\n${bearer(service.alice.token)}\r\n\r\n`)
    expect(answer).toMatchObject({ status: 200, headers: { connection: 'close' } })
  })

  test('401: HTTP/1.0 without a token', async () => {
    expectProblem(await exchange(service.url, 'GET /api/me/tasks HTTP/1.0\r\n\r\n'), 401, 'unauthenticated')
  })

  test.each(['GET /api/me/tasks', 'GET /api/me/tasks HTTP/0.9', 'GET /api/me/tasks HTTP/1.2', 'GET /api/me/tasks HTTP/9.9', 'GET /api/me/tasks HTTQ/1.1'])(
    '400: %s',
    async (request) => {
      expectInvalid(await exchange(service.url, `${request}\r\n\r\n`, { end: true }))
    },
  )
})

describe('headers that are too many or too large', () => {
  test.each([
    ['a header of 20 KB', head(line, `X-A: ${'a'.repeat(20_000)}`)],
    ['a target of 20 KB', head(`GET /api/me/tasks?${'a'.repeat(20_000)} HTTP/1.1`)],
    ['a token of 20 KB', head(line, bearer('a'.repeat(20_000)))],
    ['an X-Request-Id of 1 MB', head(line, `X-Request-Id: ${'a'.repeat(1_000_000)}`)],
    ['5,000 headers', head(line, ...Array.from({ length: 5_000 }, (_, index) => `X-${index}: a`))],
  ])('431: %s', async (_what, bytes) => {
    expectProblem(await exchange(service.url, bytes), 431, 'headers-too-large')
  })
})

describe('X-Request-Id', () => {
  test('200: a sane one is given back', async () => {
    expect((await ask('X-Request-Id: 01J.a_b:c-d')).headers['x-request-id']).toBe('01J.a_b:c-d')
  })

  test.each(['a b', 'a\tb', '\xe9', '\xf0\x9f\x92\xa9', 'a'.repeat(129), '%0d%0aX-Evil: 1', 'a,b', '{"a":1}', "'; drop table tasks; --", ''])(
    '200: %j is replaced',
    async (id) => {
      const { status, headers } = await ask(`X-Request-Id: ${id}`)
      expect(status).toBe(200)
      expect(headers['x-request-id']).toMatch(uuid)
      expect(headers).not.toHaveProperty('x-evil')
      const logged = service.log.map(({ requestId }) => requestId).filter((id) => id !== undefined)
      for (const id of logged) expect(id).toMatch(/^[A-Za-z0-9._:-]{1,128}$/)
    },
  )

  test('200: of two, neither is taken', async () => {
    expect((await ask('X-Request-Id: one', 'X-Request-Id: two')).headers['x-request-id']).toMatch(uuid)
  })
})

describe('headers of the contract', () => {
  test.each([
    ['Prefer', 'of 1,001 characters', 'a'.repeat(1_001)],
    ['If-None-Match', 'without quotes', '3'],
    ['If-None-Match', 'of 14 KB', `"${'a'.repeat(14_000)}"`],
    ['If-None-Match', 'with 2,800 tags and a fault', `${'"a", '.repeat(2_800)}a`],
    ['If-None-Match', 'with 0xFF', '"\xff"'],
  ])('400: %s %s', async (name, _what, value) => {
    const { errors = [] } = expectInvalid(await ask(`${name}: ${value}`))
    expect(errors[0]).toMatchObject({ header: name })
  })

  test.each([
    ['with a space', 'a b'],
    ['with a tab', 'a\tb'],
    ['with 0xFF', '\xff'],
    ['of 256 characters', 'a'.repeat(256)],
  ])('400: Idempotency-Key %s', async (_what, key) => {
    expect(expectInvalid(await createWith(`Idempotency-Key: ${key}`)).errors).toMatchObject([{ header: 'Idempotency-Key' }])
  })

  test.each(['__proto__', 'constructor', "';drop--", '%00'])('201: Idempotency-Key: %s', async (key) => {
    const first = await createWith(`Idempotency-Key: ${key}`)
    expect(first.status).toBe(201)
    const second = await createWith(`Idempotency-Key: ${key}`)
    expect(second).toMatchObject({ status: 201, body: first.body, headers: { 'idempotency-replayed': 'true' } })
  })
})

describe('headers that ask for more than there is', () => {
  test.each([
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x',
    'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: A',
    'Range: bytes=0-0',
    'Accept: nothing/at-all',
    'Accept-Encoding: ;;;',
    'TE: trailers',
    'X-A: \xff',
    'Forwarded: for="',
    'X-Forwarded-For: 1, \xff',
    'Cookie: __proto__=1; a',
    'Origin: \xff',
    '__proto__: x',
    'constructor: x',
  ])('200: %j changes nothing', async (header) => {
    expect(await ask(header)).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } })
  })
})
