import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { expectInvalid, expectProblem, staysUp } from '../support/problems.ts'
import { asJson, bearer, exchange, head, withBody } from '../support/raw.ts'
import type { RawAnswer } from '../support/raw.ts'
import { testService } from '../support/service.ts'

const service = testService()
staysUp(service)

const line = 'POST /api/me/tasks HTTP/1.1'
const good = '{"title":"a"}'
const send = (body: string | Buffer, ...headers: string[]): Promise<RawAnswer> =>
  exchange(service.url, withBody(line, body, ...asJson(service.alice.token), ...headers))
const sendAs = (type: string, body: string | Buffer = good): Promise<RawAnswer> =>
  exchange(service.url, withBody(line, body, bearer(service.alice.token), `Content-Type: ${type}`))

/** JSON of so many arrays within one another. */
const deep = (levels: number, inside = ''): string => '['.repeat(levels) + inside + ']'.repeat(levels)

describe('a body that is no object', () => {
  test.each(['null', '[]', '[{"title":"a"}]', '1', '"title"', 'true', '1e400', '[[[[]]]]'])('400: %s', async (body) => {
    expect(expectInvalid(await send(body)).errors).toEqual([{ pointer: '#', detail: 'must be object' }])
  })

  test.each([
    '{',
    '}',
    ' ',
    '{"title":"a"}x',
    '{"title":"a",}',
    "{'title':'a'}",
    '{title:"a"}',
    'NaN',
    'undefined',
    '{"title":"a"}{"title":"b"}',
    '{"title":"a\0"}',
    '{"title":"a\nb"}',
    '// a',
  ])('400: %j, which is no JSON', async (body) => {
    expectInvalid(await send(body))
  })

  test.each([
    ['0xFF in a string', '{"title":"\xff"}'],
    ['0xFF alone', '\xff'],
    ['UTF-16', '\xff\xfe{\0}\0'],
    ['UTF-8 of half a surrogate pair', '{"title":"\xed\xa0\x80"}'],
    ['an overlong slash', '{"title":"\xc0\xaf"}'],
    ['a character cut in two', '{"title":"\xe2\x82"}'],
  ])('400: %s, which is no UTF-8', async (_what, body) => {
    expect(expectInvalid(await send(body)).detail).toBe('The body is not UTF-8.')
  })

  test.each(['POST /api/me/tasks', 'PATCH /api/me/tasks/1', 'PUT /api/me/tasks/1', 'PATCH /api/me'])('400: %s with no body', async (operation) => {
    const bytes = head(`${operation} HTTP/1.1`, ...asJson(service.alice.token))
    expect(expectInvalid(await exchange(service.url, bytes)).detail).toBe('This operation requires a JSON body.')
  })

  test('201: a byte order mark is no part of the text', async () => {
    const answer = await send(`\xef\xbb\xbf${good}`)
    expect(answer.status).toBe(201)
    expect(JSON.parse(answer.body)).toMatchObject({ title: 'a' })
  })
})

describe('the type of a body', () => {
  test.each([
    'application/json;charset=UTF-8',
    'application/json; charset="utf-8"',
    'application/json;',
    'application/json; a=b; c',
    'APPLICATION/JSON',
    'application/json; charset=utf-8; boundary=x',
    'application/merge-patch+json',
    'application/vnd.api+json; ext=x',
  ])('201: %s', async (type) => {
    expect(await sendAs(type)).toMatchObject({ status: 201 })
  })

  test.each([
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json; charset=',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'multipart/form-data',
    'text/plain',
    'text/json',
    'json',
    '*/*',
    'application/*',
    ';',
    '',
    'application/json, text/plain',
    'application/json\tx',
    'application/\xff+json',
    '__proto__',
  ])('415: %j', async (type) => {
    expectProblem(await sendAs(type), 415, 'unsupported-media-type')
  })

  test('415: none', async () => {
    expectProblem(await exchange(service.url, withBody(line, good, bearer(service.alice.token))), 415, 'unsupported-media-type')
  })

  test('415: a form', async () => {
    expectProblem(await sendAs('application/x-www-form-urlencoded', 'title=a'), 415, 'unsupported-media-type')
    const parts = '--x\r\nContent-Disposition: form-data; name="title"\r\n\r\na\r\n--x--'
    expectProblem(await sendAs('multipart/form-data; boundary=x', parts), 415, 'unsupported-media-type')
  })

  test.each(['text/plain', 'multipart/form-data; boundary=x', 'application/vnd.api+json', 'a', '\xff'])(
    '200: %j on a request with no body says nothing',
    async (type) => {
      const { body } = await service.alice.post('/api/me/tasks', { title: 'a' }).expect(201)
      for (const [operation, status] of [
        ['GET', 200],
        ['PATCH', 200],
        ['DELETE', 204],
      ] as const) {
        const path = `/api/me/tasks/${body.id}${operation === 'PATCH' ? '/complete' : ''}`
        const bytes = head(`${operation} ${path} HTTP/1.1`, bearer(service.alice.token), `Content-Type: ${type}`)
        const answer = await exchange(service.url, bytes)
        expect({ operation, status: answer.status }).toEqual({ operation, status })
      }
    },
  )
})

describe('the size of a body', () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000, ' '))

  test('413: 50 MB in a few KB of gzip', async () => {
    expect(bomb.length).toBeLessThan(102_400)
    expectProblem(await send(bomb, 'Content-Encoding: gzip'), 413, 'body-too-large')
  })

  test('401: 50 MB in a few KB of gzip, from someone without a token', async () => {
    const bytes = withBody(line, bomb, 'Content-Type: application/json', 'Content-Encoding: gzip')
    expectProblem(await exchange(service.url, bytes), 401, 'unauthenticated')
  })

  test.each([
    ['br', brotliCompressSync(Buffer.alloc(5_000_000, ' '))],
    ['deflate', deflateSync(Buffer.alloc(5_000_000, ' '))],
  ])('413: 5 MB in a few KB of %s', async (encoding, body) => {
    expectProblem(await send(body, `Content-Encoding: ${encoding}`), 413, 'body-too-large')
  })

  test('413: 200 KB in chunks', async () => {
    const chunk = `4e20\r\n${'x'.repeat(20_000)}\r\n`
    const bytes = head(line, ...asJson(service.alice.token), 'Transfer-Encoding: chunked') + chunk.repeat(10) + '0\r\n\r\n'
    expectProblem(await exchange(service.url, bytes), 413, 'body-too-large')
  })

  test('413: 10 GB, by what it says of itself', async () => {
    const bytes = head(line, ...asJson(service.alice.token), 'Content-Length: 10000000000') + good
    expectProblem(await exchange(service.url, bytes), 413, 'body-too-large')
  })

  test.each([
    ['gzip', gzipSync(good)],
    ['GZIP', gzipSync(good)],
    ['deflate', deflateSync(good)],
    ['br', brotliCompressSync(good)],
    ['identity', Buffer.from(good)],
  ])('201: %s', async (encoding, body) => {
    expect(await send(body, `Content-Encoding: ${encoding}`)).toMatchObject({ status: 201 })
  })

  test.each([
    ['gzip that is cut short', gzipSync(good).subarray(0, 20)],
    ['gzip with something after it', Buffer.concat([gzipSync(good), Buffer.from('x')])],
    ['invalid gzip', Buffer.from(good)],
    ['gzip of another checksum', Buffer.concat([gzipSync(good).subarray(0, -8), gzipSync('{}').subarray(-8)])],
  ])('400: %s', async (_what, body) => {
    expectInvalid(await send(body, 'Content-Encoding: gzip'))
  })

  test.each(['zstd', 'compress', 'gzip, gzip', 'nonsense', '__proto__', '\xff'])('415: Content-Encoding: %j', async (encoding) => {
    const answer = await send(gzipSync(good), `Content-Encoding: ${encoding}`)
    expectProblem(answer, 415, 'unsupported-media-type')
    expect(answer.headers['accept-encoding']).toBe('gzip, deflate, br')
  })
})

describe('how deep a body is', () => {
  test.each([
    ['40,000 arrays', deep(40_000)],
    ['15,000 objects', `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`],
    ['40,000 arrays in a field', `{"title":${deep(40_000)}}`],
    ['40,000 arrays in an unknown field', `{"title":"a","b":${deep(40_000)}}`],
    ['40,000 arrays around half a surrogate pair', `{"title":"a","b":${deep(40_000, String.raw`"\ud800"`)}}`],
    ['40,000 arrays that never end', '['.repeat(40_000)],
  ])('400: %s', async (_what, body) => {
    expectInvalid(await send(body))
    expectInvalid(await send(body, 'Prefer: handling=strict'))
    expectInvalid(await send(body, 'Idempotency-Key: deep'))
  })

  test('201: 60 arrays in an unknown field', async () => {
    expect(await send(`{"title":"a","b":${deep(60)}}`, 'Idempotency-Key: less-deep')).toMatchObject({ status: 201 })
  })
})
