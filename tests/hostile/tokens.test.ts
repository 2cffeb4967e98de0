import { createHmac } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { expect, test } from 'vitest'
import { expectProblem, staysUp } from '../support/problems.ts'
import { bearer, exchange, head, withBody } from '../support/raw.ts'
import type { RawAnswer } from '../support/raw.ts'
import { secret, testService } from '../support/service.ts'

const service = testService()
staysUp(service)

const target = '/api/me/tasks'
const ask = (path: string, ...headers: string[]): Promise<RawAnswer> => exchange(service.url, head(`GET ${path} HTTP/1.1`, ...headers))
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const now = (): number => Math.floor(Date.now() / 1000)

/** A token that is put together by hand, signed with the secret that front ends share with the service. */
const forge = (header: object, payload: object = mallory()): string => hmac(secret, header, payload)

const mallory = (): object => ({ sub: 'mallory', exp: now() + 600 })

function hmac(key: string, header: object, payload: object = mallory()): string {
  const signed = `${encode(header)}.${encode(payload)}`
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}

/** The parts of alice's own token. */
function partsOfAlice(): [header: string, payload: string, signature: string] {
  const [header = '', payload = '', signature = ''] = service.alice.token.split('.')
  return [header, payload, signature]
}

test('200: the same by hand, with nothing wrong', async () => {
  expect(await ask(target, bearer(forge({ alg: 'HS256', typ: 'JWT' })))).toMatchObject({ status: 200, body: '[]' })
  expect(await ask(target, `authorization:   bEaReR   ${service.alice.token}  `)).toMatchObject({ status: 200, body: '[]' })
})

test('401: a token in the query, in a cookie, in the body or in another header', async () => {
  const { token } = service.alice
  for (const query of [`access_token=${token}`, `token=${token}`, `authorization=Bearer%20${token}`]) {
    expectProblem(await ask(`${target}?${query}`), 401, 'unauthenticated')
  }
  const cookie = `Cookie: token=${token}; access_token=${token}; better-auth.session_token=${token}`
  for (const header of [cookie, `X-Access-Token: ${token}`, `Proxy-${bearer(token)}`, `X-User-Id: ${service.alice.id}`]) {
    expectProblem(await ask(target, header), 401, 'unauthenticated')
  }
  const form = withBody('POST /api/me/tasks HTTP/1.1', `access_token=${token}`, 'Content-Type: application/x-www-form-urlencoded')
  expectProblem(await exchange(service.url, form), 401, 'unauthenticated')
})

test('401: two Authorization headers', async () => {
  const { alice, bob } = service
  for (const other of [bearer(alice.token), bearer(bob.token), 'Authorization: Basic YTpi', 'AUTHORIZATION:']) {
    const { detail } = expectProblem(await ask(target, bearer(alice.token), other), 401, 'unauthenticated')
    expect(detail).toBe('Send exactly one Authorization header.')
    expectProblem(await ask(target, other, bearer(alice.token)), 401, 'unauthenticated')
  }
})

test.each([
  'Basic YTpi',
  'Bearer',
  'Bearer ',
  'Bearer x',
  'Bearer ..',
  'Bearer a.b',
  'Bearer a.b.c.d',
  'Bearer null',
  'Bearer undefined',
  'Bearer \xff.\xff.\xff',
  'Bearer e30.e30.e30',
  'Bearer W10.W10.W10',
  'Bearer bnVsbA.bnVsbA.bnVsbA',
  'BearerToken',
  'Token x',
  '',
  ',',
  'Bearer x, Bearer y',
  'Negotiate',
])('401: Authorization: %j', async (value) => {
  expectProblem(await ask(target, `Authorization: ${value}`), 401, 'unauthenticated')
})

test.each([
  ['no algorithm', () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(mallory())}.`],
  ['no algorithm, and a signature', () => forge({ alg: 'none' })],
  ['"None"', () => forge({ alg: 'None' })],
  ['"hs256"', () => forge({ alg: 'hs256' })],
  ['HS512', () => jwt.sign({ sub: 'mallory' }, secret, { algorithm: 'HS512', expiresIn: 600 })],
  ['an algorithm that is a number', () => forge({ alg: 256 })],
  ['another secret', () => jwt.sign({ sub: 'mallory' }, 'another secret of thirty-two bytes or more', { expiresIn: 600 })],
  ['an empty secret', () => jwt.sign({ sub: 'mallory' }, '0'.repeat(64), { expiresIn: 600 })],
  [
    "our own issuer, but the front ends' secret",
    () => {
      const [, payload] = partsOfAlice()
      return forge({ alg: 'HS256' }, JSON.parse(Buffer.from(payload, 'base64url').toString()))
    },
  ],
  ['a key of its own to be checked with', () => hmac('x', { alg: 'HS256', jwk: { kty: 'oct', k: 'eA' }, kid: '../null' })],
  ['a critical extension', () => forge({ alg: 'HS256', crit: ['exp'] })],
  ['another type', () => forge({ alg: 'HS256', typ: 'logout+jwt' })],
  ['no end', () => forge({ alg: 'HS256' }, { sub: 'mallory' })],
  ['an end at 1e300', () => forge({ alg: 'HS256' }, { sub: 'mallory', exp: 1e300 })],
  ['an end in the past', () => forge({ alg: 'HS256' }, { sub: 'mallory', exp: now() - 60 })],
  ['an expiry that is a string', () => forge({ alg: 'HS256' }, { sub: 'mallory', exp: '9999999999' })],
  ['no subject', () => forge({ alg: 'HS256' }, { exp: now() + 600 })],
  ['a subject with a NUL', () => forge({ alg: 'HS256' }, { sub: 'a\0b', exp: now() + 600 })],
  ['a subject that is a number', () => forge({ alg: 'HS256' }, { sub: 1, exp: now() + 600 })],
  ['claims that only the prototype has', () => forge({ alg: 'HS256' }, { ['__proto__']: mallory() })],
  ["alice's signature, but for one character", () => service.alice.token.replace(/.(?=.$)/, (one) => (one === 'A' ? 'B' : 'A'))],
  [
    "alice's own for bob",
    () => {
      const [header, payload, signature] = partsOfAlice()
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
      return `${header}.${encode({ ...claims, sub: String(service.bob.id) })}.${signature}`
    },
  ],
  ["alice's own with no signature", () => partsOfAlice().slice(0, 2).join('.') + '.'],
  ["alice's refresh token", () => service.alice.refreshToken],
  ['more than 4 KB', () => forge({ alg: 'HS256', x: 'x'.repeat(4_096) })],
])('401: a token with %s', async (_what, token) => {
  expectProblem(await ask(target, bearer(token())), 401, 'unauthenticated')
})

test("200: a front end's subject that looks like alice's id sees nothing of hers", async () => {
  const token = forge({ alg: 'HS256' }, { sub: String(service.alice.id), email: service.alice.email, exp: now() + 600 })
  await service.alice.post('/api/me/tasks', { title: "alice's" }).expect(201)
  expect(await ask(target, bearer(token))).toMatchObject({ status: 200, body: '[]' })
  const { body } = await service
    .client({ Authorization: `Bearer ${token}` })
    .get('/api/me')
    .expect(200)
  expect(body.id).not.toBe(service.alice.id)
})

test.each(['__proto__', 'constructor', 'me', 'a/b', '../alice', '%2e%2e', '💩', "'; drop table users; --", 'A'.repeat(255)])(
  "200: a front end's subject may be %s",
  async (subject) => {
    const token = bearer(forge({ alg: 'HS256' }, { sub: subject, name: '\0', email: '\ud800@example.com', exp: now() + 600 }))
    expect(await ask(`/api/${encodeURIComponent(subject)}/tasks`, token)).toMatchObject({ status: 200, body: '[]' })
    const answer = await ask('/api/me', token)
    expect(JSON.parse(answer.body)).toMatchObject({ name: null, email: null })
  },
)
