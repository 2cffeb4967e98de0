import { describe, expect, test } from 'vitest'
import { loadContract, resolve } from '../../src/contract/contract.ts'
import { expectInvalid, staysUp } from '../support/problems.ts'
import { asJson, bearer, exchange, head, withBody } from '../support/raw.ts'
import type { RawAnswer } from '../support/raw.ts'
import { testService } from '../support/service.ts'

const service = testService()
staysUp(service)

const send = (line: string, body: string, ...headers: string[]): Promise<RawAnswer> =>
  exchange(service.url, withBody(`${line} HTTP/1.1`, Buffer.from(body), ...asJson(service.alice.token), ...headers))
const create = (body: string, ...headers: string[]): Promise<RawAnswer> => send('POST /api/me/tasks', body, ...headers)

/** Every text that a client can write into a body: the request it goes in, and the other fields that this one needs. */
const texts = [
  ['POST /api/me/tasks', 'title', {}],
  ['POST /api/me/tasks', 'description', { title: 'a' }],
  ['PUT /api/me/tasks/1', 'title', {}],
  ['PATCH /api/me/tasks/1', 'description', {}],
  ['POST /api/me/tasks', 'priority', { title: 'a' }],
  ['POST /api/me/tasks', 'due', { title: 'a' }],
  ['POST /api/me/tasks', 'due_date', { title: 'a' }],
  ['PATCH /api/me', 'name', {}],
  ['POST /api/me/lists', 'name', {}],
  ['POST /api/me/lists', 'color', { name: 'a' }],
  ['POST /api/me/webhooks', 'url', { events: ['*'] }],
  ['POST /api/me/tasks', 'recurrence', { title: 'a' }],
  ['PATCH /api/me', 'time_zone', {}],
  ['PUT /api/me/password', 'current_password', { new_password: 'long enough' }],
  ['PUT /api/me/password', 'new_password', { current_password: 'long enough' }],
  ['POST /api/auth/register', 'email', { password: 'long enough', name: 'a' }],
  ['POST /api/auth/register', 'password', { email: 'a@example.com', name: 'a' }],
  ['POST /api/auth/register', 'name', { email: 'a@example.com', password: 'long enough' }],
  ['POST /api/auth/login', 'email', { password: 'long enough' }],
  ['POST /api/auth/login', 'password', { email: 'a@example.com' }],
  ['POST /api/auth/refresh', 'refresh_token', {}],
  ['POST /api/auth/forgot-password', 'email', {}],
  ['POST /api/auth/reset-password', 'reset_token', { password: 'long enough' }],
  ['POST /api/auth/reset-password', 'password', { reset_token: 'a' }],
  ['POST /api/auth/verify-email', 'verification_token', {}],
] as const

describe('a string that cannot be stored', () => {
  test('400: there is no other text in the contract', () => {
    const { document, operations } = loadContract()
    const bodies = operations.flatMap(({ bodySchema }) => (bodySchema ? [resolve(document, bodySchema)] : []))
    const fields = bodies.flatMap(({ properties = {} }) => Object.entries(properties))
    const names = fields.filter(([, schema]) => [resolve(document, schema).type].flat().includes('string')).map(([name]) => name)
    expect(new Set(names)).toEqual(new Set(texts.map(([, field]) => field)))
  })

  test.each(texts)('400: a NUL in %s %s', async (line, field, others) => {
    const problem = expectInvalid(await send(line, JSON.stringify({ ...others, [field]: 'a\0@example.com' })))
    expect(new Set(problem.errors?.map((error) => ('pointer' in error ? error.pointer : '')))).toEqual(new Set([`#/${field}`]))
  })

  test.each(texts)('400: half a surrogate pair in %s %s', async (line, field, others) => {
    for (const half of [String.raw`\ud800`, String.raw`\udc00\ud800`, String.raw`\uDFFFa`]) {
      const body = JSON.stringify({ ...others, [field]: 'HALF' }).replace('HALF', half)
      const { errors } = expectInvalid(await send(line, body))
      expect(errors).toEqual([{ pointer: `#/${field}`, detail: 'must be well-formed Unicode, without half of a surrogate pair' }])
    }
  })

  test('400: half a surrogate pair below a name that has to be escaped in a pointer', async () => {
    const { errors } = expectInvalid(await create(String.raw`{"title":"a","a/b~c":"\ud800"}`))
    expect(errors).toMatchObject([{ pointer: '#/a~1b~0c' }])
  })

  test('400: half a surrogate pair in a name', async () => {
    expectInvalid(await create(String.raw`{"title":"a","\ud800":1}`))
    expectInvalid(await create(`{"title":"a","${'k'.repeat(5_000)}":"${String.raw`\ud800`}"}`))
  })
})

describe('a string of which nothing is visible', () => {
  const invisible = ['\u200b', '\u00ad', '\u200d\ufe0f', '\u3164', '\u115f', '\ufeff', '\u202e \u202c', '\u0085', '\u{e0061}', ' \u2060\n']
  const names = texts.filter(([, field]) => field === 'title' || field === 'name')

  test.each(names)('400: in %s %s', async (line, field, others) => {
    for (const text of invisible) {
      const { errors } = expectInvalid(await send(line, JSON.stringify({ ...others, [field]: text })))
      expect(errors, JSON.stringify(text)).toEqual([{ pointer: `#/${field}`, detail: 'must not be blank or contain the NUL character' }])
    }
  })

  test('400: in a tag, of a task or to find tasks by', async () => {
    for (const tag of invisible) {
      const { errors } = expectInvalid(await create(JSON.stringify({ title: 'a', tags: ['b', tag] })))
      expect(errors).toMatchObject([{ pointer: '#/tags/1' }])
      expectInvalid(await exchange(service.url, head(`GET /api/me/tasks?tag=${encodeURIComponent(tag)} HTTP/1.1`, bearer(service.alice.token))))
    }
  })

  test('201: with anything visible, kept as it is', async () => {
    for (const text of [...invisible.map((each) => `${each}a`), '❤️', '\u0001', '\u0301', '👩‍👧']) {
      expect(JSON.parse((await create(JSON.stringify({ title: text }))).body)).toMatchObject({ title: text })
    }
  })

  test('200: one that an earlier version accepted is shown', async () => {
    const made = JSON.parse((await create(JSON.stringify({ title: 'a' }))).body)
    await service.database.superuser("update tasks set title = e'\\u200b' where id = $1", [made.id])
    const { body } = await service.alice.get(`/api/me/tasks/${made.id}`).expect(200)
    expect(body.title).toBe('\u200b')
  })
})

describe('a long string', () => {
  test('201: 255 emoji', async () => {
    const title = '👩'.repeat(255)
    const { status, body } = await create(JSON.stringify({ title }))
    expect({ status, title: JSON.parse(body).title }).toEqual({ status: 201, title })
  })

  test('400: 256 emoji', async () => {
    const { errors } = expectInvalid(await create(JSON.stringify({ title: '👩'.repeat(256) })))
    expect(errors).toEqual([{ pointer: '#/title', detail: 'must not have more than 255 characters' }])
  })

  test('201: what no one would write is kept as it is', async () => {
    const title = '\u202e\ufeff \u0001\u007f\ufffe\u{10ffff} <script>1</script> "; drop table tasks; -- %00 \\u0000 e\u0301'
    const answer = await create(JSON.stringify({ title, description: '' }))
    expect(JSON.parse(answer.body)).toMatchObject({ title, description: '' })
    const { body } = await service.alice.get(answer.headers['location'] ?? '').expect(200)
    expect(body).toMatchObject({ title, description: '' })
  })

  // A pattern that goes back over the text from each of its characters would take minutes for these, and holds up everyone.
  test.each([
    ['POST /api/me/tasks', { title: `${'a'.repeat(90_000)}\0` }],
    ['POST /api/me/tasks', { title: ' '.repeat(90_000) }],
    ['POST /api/me/tasks', { title: 'a', description: `${'a'.repeat(90_000)}\0` }],
    ['POST /api/auth/register', { email: `a@${'.'.repeat(90_000)}@`, password: 'long enough', name: 'a' }],
    ['POST /api/auth/register', { email: `a@${'a.'.repeat(45_000)} `, password: 'long enough', name: 'a' }],
    ['POST /api/auth/register', { email: '@'.repeat(90_000), password: 'long enough', name: 'a' }],
    ['POST /api/auth/register', { email: 'a@example.com', password: 'long enough', name: `${'a '.repeat(45_000)}\0` }],
    ['POST /api/auth/register', { email: 'a@example.com', password: `${'a'.repeat(90_000)}\0`, name: 'a' }],
    ['POST /api/auth/refresh', { refresh_token: `${'a'.repeat(90_000)}!` }],
  ])('400: %s with 90 KB that match almost to the end', async (line, body) => {
    expectInvalid(await send(line, JSON.stringify(body)))
  })
})

describe('names that objects have', () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__']
  const body = `{"title":"a",${names.map((name) => `"${name}":{"title":"b","completed":true}`).join()}}`

  test('201: they have no effect', async () => {
    expect(JSON.parse((await create(body)).body)).toMatchObject({ title: 'a', completed: false, description: null })
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  test('400: each is named when asked', async () => {
    const { errors } = expectInvalid(await create(body, 'Prefer: handling=strict'))
    expect(errors).toEqual(names.map((name) => ({ pointer: `#/${name}`, detail: 'is not a field of this operation' })))
  })

  test('400: a title that only the prototype has', async () => {
    const { errors } = expectInvalid(await create('{"__proto__":{"title":"a"}}'))
    expect(errors).toEqual([{ pointer: '#/title', detail: 'is required' }])
  })

  test('201: ids, owners and times of the client have no effect', async () => {
    const fields = { id: 4_711, user_id: service.bob.id, version: 9, created_at: '2026-02-31T00:00:00Z', updated_at: 'x' }
    const made = JSON.parse((await create(JSON.stringify({ title: 'a', ...fields }))).body)
    expect(made).toMatchObject({ user_id: service.alice.id })
    expect(made.id).not.toBe(fields.id)
    expect(made.created_at).toBe(made.updated_at)
    expect((await service.bob.get('/api/me/tasks').expect(200)).body).toEqual([])
  })
})

describe('values that are no such thing', () => {
  test.each(['1e400', '-1e400', '0.1e-999', '12345678901234567890', '"true"', '1', '0', 'null', '[]', '[true]', '{}'])('400: completed: %s', async (value) => {
    const { errors } = expectInvalid(await create(`{"title":"a","completed":${value}}`))
    expect(errors).toEqual([{ pointer: '#/completed', detail: 'must be boolean' }])
  })

  test.each(['1e400', 'true', 'null', '[]', '["a"]', '{"toString":"a"}'])('400: title: %s', async (value) => {
    const { errors } = expectInvalid(await create(`{"title":${value}}`))
    expect(errors).toEqual([{ pointer: '#/title', detail: 'must be string' }])
  })

  test('201: of a name that is there twice, the last counts', async () => {
    expect(JSON.parse((await create('{"title":1,"title":"last"}')).body)).toMatchObject({ title: 'last' })
  })

  test('400: of a name that is there twice, the last counts', async () => {
    expectInvalid(await create('{"title":"first","title":1}'))
  })
})

describe('Prefer: handling=strict', () => {
  const strict = 'Prefer: handling=strict'
  const many = Array.from({ length: 5_000 }, (_, index) => `f${index}`)

  test('400: 5,000 unknown fields: as many are named as the contract has room for', async () => {
    const body = JSON.stringify({ title: 'a', ...Object.fromEntries(many.map((name) => [name, 1])) })
    const { errors, detail } = expectInvalid(await create(body, strict))
    expect(errors).toHaveLength(100)
    expect(detail).toMatch(/^f0 is not a field of this operation; f1 .*; and 4900 more$/)
  })

  test('400: an unknown field with a name of 50,000 characters', async () => {
    const { errors } = expectInvalid(await create(JSON.stringify({ title: 'a', ['👩'.repeat(25_000)]: 1 }), strict))
    expect(errors).toMatchObject([{ pointer: expect.stringMatching(/^#\/(👩){100}.*…$/u) }])
  })

  test('400: names that have to be escaped in a pointer', async () => {
    const { errors } = expectInvalid(await create('{"title":"a","a/b~c":1,"":2}', strict))
    expect(errors).toMatchObject([{ pointer: '#/a~1b~0c' }, { pointer: '#/' }])
  })

  test('400: 16 KB of unknown query', async () => {
    for (const query of [many.slice(0, 2_000).join('&'), 'a'.repeat(12_000), '&a'.repeat(6_000), 'a=&'.repeat(4_000)]) {
      const bytes = head(`GET /api/me/tasks?${query} HTTP/1.1`, bearer(service.alice.token), strict)
      expect(expectInvalid(await exchange(service.url, bytes)).errors).not.toEqual([])
    }
  })
})
