import { describe, expect, test } from 'vitest'
import { expectInvalid, staysUp } from '../support/problems.ts'
import { bearer, exchange, head } from '../support/raw.ts'
import type { RawAnswer } from '../support/raw.ts'
import { testService } from '../support/service.ts'

const service = testService()
staysUp(service)

const list = (query: string, ...headers: string[]): Promise<RawAnswer> =>
  exchange(service.url, head(`GET /api/me/tasks?${query} HTTP/1.1`, bearer(service.alice.token), ...headers))

describe('a parameter', () => {
  test.each(['limit=1&limit=2', 'limit=1&limit=1', 'cursor=MQ&cursor=MQ', 'limit=1&lim%69t=2', 'limit&limit'])('400: %s, given twice', async (query) => {
    const [, name] = /^(\w+)/.exec(query) ?? []
    expect(expectInvalid(await list(query)).errors).toContainEqual({ parameter: name, detail: 'must be given once' })
  })

  test('400: given 1,800 times', async () => {
    const { errors } = expectInvalid(await list('limit=1&'.repeat(1_800)))
    expect(errors).toHaveLength(100)
  })

  test.each(
    [
      'limit=',
      'limit',
      'limit=+1',
      'limit=%2B1',
      'limit=-1',
      'limit=-0',
      'limit=0',
      'limit=00',
      'limit=01',
      'limit=0x10',
      'limit=1e2',
      'limit=1.0',
      'limit=1001',
      'limit=9007199254740993',
      'limit=9223372036854775808',
      `limit=${'9'.repeat(10_000)}`,
      'limit=NaN',
      'limit=Infinity',
      'limit=null',
      'limit=true',
      'limit=%201',
      'limit=1%20',
      'limit=1%0A',
      'limit=%EF%BC%91',
      'limit=1;limit=2',
      'limit=1,2',
      'limit==1',
      'limit=1?',
      'limit=__proto__',
    ].map((query) => [query.slice(0, 40), query]),
  )('400: %s', async (_title, query) => {
    expect(expectInvalid(await list(query)).errors?.[0]).toMatchObject({ parameter: 'limit' })
  })

  test.each(
    [
      'cursor=',
      'cursor',
      'cursor=%20',
      'cursor=MA',
      'cursor=MQ==',
      'cursor=MQ%0A',
      'cursor=MS41',
      'cursor=LTE',
      'cursor=__proto__',
      'cursor=../..',
      'cursor=%F0%9F%92%A9',
      "cursor=';--",
      `cursor=${'M'.repeat(513)}`,
      `cursor=${'M'.repeat(12_000)}`,
      'cursor=OTAwNzE5OTI1NDc0MDk5Mw',
      'cursor=MWUz',
      'cursor=SW5maW5pdHk',
    ].map((query) => [query.slice(0, 40), query]),
  )('400: %s', async (_title, query) => {
    expect(expectInvalid(await list(query)).errors?.[0]).toMatchObject({ parameter: 'cursor' })
  })
})

describe('a query that is no text', () => {
  test.each(['cursor=%00', 'a=%00', '%00', 'a=%ZZ', 'a=%', 'a=%F', 'cursor=%FF', 'a=%ED%A0%80', '%C0%AF=1', 'a=\xff', 'cursor=\xff', 'a=1#b'])(
    '400: %j',
    async (query) => {
      expectInvalid(await list(query))
    },
  )
})

describe('a parameter that is not known', () => {
  const unknown = [
    ['limit[]=1', 'limit[]'],
    ['limit[a]=1', 'limit[a]'],
    ['limit[__proto__]=1', 'limit[__proto__]'],
    ['limit[0][1]=1', 'limit[0][1]'],
    ['limit%5B%5D=1', 'limit[]'],
    ['LIMIT=0', 'LIMIT'],
    ['+limit=0', ' limit'],
    ['?limit=0', '?limit'],
    ['__proto__=1', '__proto__'],
    ['__proto__[x]=1', '__proto__[x]'],
    ['constructor=1', 'constructor'],
    ['prototype=1', 'prototype'],
    ['toString=1', 'toString'],
    ['hasOwnProperty=1', 'hasOwnProperty'],
    ['size=1', 'size'],
    ['user_id=2', 'user_id'],
    ['=', ''],
    ['=1', ''],
    ['%F0%9F%92%A9', '💩'],
  ] as const

  test.each(unknown)('200: %s', async (query) => {
    expect(await list(query)).toMatchObject({ status: 200, body: '[]' })
  })

  test.each(unknown)('400: %s, when asked', async (query, name) => {
    const { errors } = expectInvalid(await list(query, 'Prefer: handling=strict'))
    expect(errors).toEqual([{ parameter: name, detail: 'is not a parameter of this operation' }])
  })

  test.each(['&&', '&', '', '&limit=1&'])('200: %j, even when asked', async (query) => {
    expect(await list(query, 'Prefer: handling=strict')).toMatchObject({ status: 200, body: '[]' })
  })

  test.each(
    ['a&'.repeat(6_000), 'a'.repeat(12_000), `a=${'%F0%9F%92%A9'.repeat(1_000)}`, `${'[a]'.repeat(4_000)}=1`].map((query) => [query.slice(0, 12), query]),
  )('200: 12 KB of %s', async (_title, query) => {
    expect(await list(query)).toMatchObject({ status: 200, body: '[]' })
  })
})
