import { createHmac, createPublicKey, createSecretKey, generateKeyPairSync, hkdfSync, sign } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import fc from 'fast-check'
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'
import jwt from 'jsonwebtoken'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { Problem } from '../../src/problem.ts'
import { createTokens } from '../../src/tokens.ts'
import type { TokenClaims, Tokens, TokenSettings } from '../../src/tokens.ts'
import { close, listen, portOf, startBetterAuth } from '../support/better-auth.ts'
import type { BetterAuth } from '../support/better-auth.ts'

type Json = Record<string, unknown>

const secret = 'cT9wq2Lr5xVb8mZk1nYe4hUd7gJs0aPf'
const settings: TokenSettings = { secret, previousSecret: null, authUrl: null }
const year = 366 * 86_400

const now = (): number => Math.floor(Date.now() / 1000)
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const hmac = (key: string | Buffer | KeyObject, header: Json, payload: unknown, algorithm = 'sha256'): string => {
  const signed = `${encode(header)}.${encode(payload)}`
  return `${signed}.${createHmac(algorithm, key).update(signed).digest('base64url')}`
}

/** A token as front ends sign it with the shared secret: no issuer, no audience. */
const shared = (payload: Json = {}, header: Json = {}): string =>
  hmac(secret, { alg: 'HS256', typ: 'JWT', ...header }, { sub: 'alice', iat: now(), exp: now() + 600, ...payload })

/** A token signed with a private key, in the name of the issuer at `url`. */
const signed = (key: KeyObject, url: string, header: Json & { alg: string }, payload: Json = {}): Promise<string> =>
  new SignJWT({ sub: 'alice', iss: url, aud: url, iat: now(), exp: now() + 600, ...payload }).setProtectedHeader(header).sign(key)

const verify = async (tokens: Tokens, token: string): Promise<TokenClaims> => tokens.verify([`Bearer ${token}`])

/** What the client is answered for these Authorization headers; every refusal is checked to give nothing away. */
async function answerTo(tokens: Tokens, ...authorization: string[]) {
  try {
    await tokens.verify(authorization)
    return { status: 200 }
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem
    const parts = authorization.flatMap((value) => value.split(/[\s.]/)).filter((part) => part.length > 8)
    for (const part of [secret, ...parts]) expect(problem.message).not.toContain(part)
    return { status: problem.status, detail: problem.message, challenge: problem.headers['WWW-Authenticate'] }
  }
}

const statusOf = async (tokens: Tokens, token: string): Promise<number> => (await answerTo(tokens, `Bearer ${token}`)).status

/** A server that publishes what the test says, and counts how often it is asked. */
async function serve(listener: RequestListener) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(request.url ?? '')
    listener(request, response)
  })
  await listen(server, 0)
  onTestFinished(() => close(server))
  return { url: `http://127.0.0.1:${portOf(server)}`, seen }
}

const publish = (document: unknown): RequestListener => (_, response) => response.end(JSON.stringify(document))

/** The key a Better Auth server signs with, as it publishes it. */
async function publicKeyOf(auth: BetterAuth): Promise<JsonWebKey> {
  await auth.signUp()
  const { keys: [jwk] }: { keys: JsonWebKey[] } = JSON.parse(await (await fetch(`${auth.url}/api/auth/jwks`)).text())
  if (jwk === undefined) throw new Error('The server publishes no key')
  return jwk
}

/** A new key pair and its public half as it stands in a key set. */
function ed25519(kid: string): { privateKey: KeyObject; publicKey: KeyObject; jwk: JsonWebKey } {
  const pair = generateKeyPairSync('ed25519')
  return { ...pair, jwk: { ...pair.publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA' } }
}

/** Time passes without waiting, and then stands still; sockets and timers go on as they are. */
function later(seconds: number): void {
  if (!vi.isFakeTimers()) vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(Date.now() + seconds * 1000)
}

afterEach(() => {
  vi.useRealTimers()
})

describe('our own tokens', () => {
  const tokens = createTokens(settings)
  const sessionKey = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'taskpact session tokens', 32)))

  test('200: a token just signed names its user and session', () => {
    later(0)
    const { token, expiresIn } = tokens.sign(42, '0f6c')
    expect(expiresIn).toBe(3600)
    expect(tokens.verify([`Bearer ${token}`]))
      .toEqual({ kind: 'session', userId: 42, sessionId: '0f6c', expiresAt: now() + 3600 })
  })

  test('200: the largest user id there is', async () => {
    const { token } = tokens.sign(Number.MAX_SAFE_INTEGER, 's')
    expect(await verify(tokens, token)).toMatchObject({ userId: Number.MAX_SAFE_INTEGER })
  })

  test('200: a token signed before the secret was changed', async () => {
    const successor = createTokens({ ...settings, secret: 'a new secret, of thirty-two bytes or more', previousSecret: secret })
    expect(await statusOf(successor, tokens.sign(42, 's').token)).toBe(200)
    expect(await statusOf(tokens, successor.sign(42, 's').token)).toBe(401)
  })

  test('401: after its hour, and thirty seconds for clocks that differ', async () => {
    const { token } = tokens.sign(42, 's')
    later(3600 + 20)
    expect(await statusOf(tokens, token)).toBe(200)
    later(20)
    expect(await answerTo(tokens, `Bearer ${token}`))
      .toMatchObject({ status: 401, detail: 'The token has expired. Refresh it or sign in again.' })
  })

  test('401: a token that claims to be ours, signed with the shared secret', async () => {
    expect(await statusOf(tokens, shared({ iss: 'taskpact', sub: '42', sid: 's' }))).toBe(401)
  })

  test('401: a token of ours that is passed off as a front end\'s', async () => {
    const payload = { sub: '42', sid: 's', exp: now() + 60 }
    expect(await statusOf(tokens, hmac(sessionKey, { alg: 'HS256' }, { ...payload, iss: 'taskpact' }))).toBe(200)
    expect(await statusOf(tokens, hmac(sessionKey, { alg: 'HS256' }, payload))).toBe(401)
  })

  test.each([
    ['0', 's'], ['-1', 's'], ['01', 's'], ['1e3', 's'], ['0x10', 's'], [' 1', 's'], ['9007199254740993', 's'], ['', 's'],
    [1, 's'], ['1', ''], ['1', 7], ['1', undefined],
  ])('401: ours by its key, with the sub %j and the sid %j', async (sub, sid) => {
    const payload = { iss: 'taskpact', sub, sid, exp: now() + 60 }
    expect(await statusOf(tokens, hmac(sessionKey, { alg: 'HS256' }, payload))).toBe(401)
  })

  test('one parent has one refresh token after it, another secret another', () => {
    const child = tokens.nextRefreshToken('parent')
    expect(child).toMatch(/^[\w-]{43}$/)
    expect(createTokens(settings).nextRefreshToken('parent')).toBe(child)
    expect(tokens.nextRefreshToken(child)).not.toBe(child)
    expect(createTokens({ ...settings, secret: `${secret}!` }).nextRefreshToken('parent')).not.toBe(child)
  })

  test('a secret under 32 bytes is refused before anything is signed with it', () => {
    expect(() => createTokens({ ...settings, secret: 'short' })).toThrow(RangeError)
    expect(() => createTokens({ ...settings, previousSecret: '' })).toThrow(RangeError)
  })
})

describe('tokens signed with the shared secret', () => {
  const tokens = createTokens(settings)

  test('200: as front ends mint them with jose', async () => {
    later(0)
    const token = await new SignJWT({ email: 'alice@example.com' }).setProtectedHeader({ alg: 'HS256' }).setSubject('alice')
      .setIssuedAt().setExpirationTime('7d').sign(new TextEncoder().encode(secret))
    expect(await verify(tokens, token)).toEqual({
      kind: 'identity', issuer: 'shared-secret', subject: 'alice', name: null, email: 'alice@example.com',
      expiresAt: now() + 7 * 86_400,
    })
  })

  test('200: as front ends mint them with jsonwebtoken', async () => {
    const token = jwt.sign({ sub: 'alice', email: 'alice@example.com', name: 'Alice' }, secret, { expiresIn: '1h' })
    expect(await verify(tokens, token)).toMatchObject({ kind: 'identity', subject: 'alice', name: 'Alice' })
  })

  test('200: the subject "1" is a front end\'s user, never our user 1', async () => {
    expect(await verify(tokens, shared({ sub: '1', sid: 's' })))
      .toMatchObject({ kind: 'identity', issuer: 'shared-secret', subject: '1' })
  })

  test('200: signed with the previous secret, while there is one', async () => {
    const fresh = 'a new secret, of thirty-two bytes or more'
    const token = shared()
    expect(await statusOf(createTokens({ ...settings, secret: fresh, previousSecret: secret }), token)).toBe(200)
    expect(await statusOf(createTokens({ ...settings, secret: fresh }), token)).toBe(401)
  })

  test('401: signed with another secret', async () => {
    const token = jwt.sign({ sub: 'alice' }, 'another secret, of thirty-two bytes or more', { expiresIn: '1h' })
    expect(await statusOf(tokens, token)).toBe(401)
  })

  test.each<[string, Json]>([
    ['a scheme in capitals', {}],
    ['expired, within the skew', { exp: now() - 25 }],
    ['from a clock that is fast, within the skew', { iat: now() + 20, nbf: now() + 20 }],
    ['for the longest time allowed', { exp: now() + year - 60 }],
    ['with a fraction of a second', { exp: now() + 60.5 }],
    ['with an issuer nobody configured', { iss: 'https://front.example' }],
    ['for a subject of 255 characters', { sub: 'x'.repeat(255) }],
  ])('200: %s', async (_, payload) => {
    expect((await answerTo(tokens, `BEARER ${shared(payload)}`)).status).toBe(200)
  })

  test.each<[string, Json]>([
    ['without exp', { exp: undefined }],
    ['exp as text', { exp: String(now() + 600) }],
    ['exp null', { exp: null }],
    ['exp in milliseconds', { exp: Date.now() + 600_000 }],
    ['exp: 1e300', { exp: 1e300 }],
    ['longer than 366 days', { exp: now() + year + 60 }],
    ['expired beyond the skew', { exp: now() - 31 }],
    ['expired in 1970', { exp: 0 }],
    ['not valid yet', { nbf: now() + 60 }],
    ['issued in the future', { iat: now() + 60 }],
    ['nbf as text', { nbf: 'tomorrow' }],
    ['without sub', { sub: undefined }],
    ['sub empty', { sub: '' }],
    ['sub a number', { sub: 1 }],
    ['sub null', { sub: null }],
    ['sub an array', { sub: ['alice'] }],
    ['sub of 256 characters', { sub: 'x'.repeat(256) }],
    ['sub with a NUL', { sub: 'ali\0ce' }],
    ['sub with a line break', { sub: 'ali\nce' }],
    ['sub with half a surrogate pair', { sub: 'ali\ud800ce' }],
  ])('401: %s', async (_, payload) => {
    expect(await statusOf(tokens, shared(payload))).toBe(401)
  })

  test.each<[unknown, unknown, string | null, string | null]>([
    ['  Alice  ', ' alice@example.com ', 'Alice', 'alice@example.com'],
    [7, { at: 'example.com' }, null, null],
    ['', ' ', null, null],
    ['A\0', 'a\0@example.com', null, null],
    ['A\ud800', 'a\ud800@example.com', null, null],
    ['😀'.repeat(256), `${'a'.repeat(320)}@example.com`, '😀'.repeat(255), null],
  ])('200: name %j and email %j become what can be stored', async (name, email, storedName, storedEmail) => {
    expect(await verify(tokens, shared({ name, email }))).toMatchObject({ name: storedName, email: storedEmail })
  })
})

describe('what is no token of ours or theirs', () => {
  const tokens = createTokens(settings)

  test('401: no Authorization header, and the challenge names no error', async () => {
    expect(await answerTo(tokens)).toMatchObject({ status: 401, challenge: 'Bearer realm="taskpact"' })
  })

  test('401: two Authorization headers, though each would do', async () => {
    expect((await answerTo(tokens, `Bearer ${shared()}`, `Bearer ${shared()}`)).status).toBe(401)
    expect((await answerTo(tokens, `Bearer ${shared()}, Bearer ${shared()}`)).status).toBe(401)
  })

  test.each<[string, (token: string) => string]>([
    ['of the Basic scheme', () => 'Basic YWxpY2U6cGFzc3dvcmQ='],
    ['of another scheme', (token) => `JWT ${token}`],
    ['without a scheme', (token) => token],
    ['with the scheme and the token run together', (token) => `Bearer${token}`],
    ['with a tab between them', (token) => `Bearer\t${token}`],
    ['that is empty', () => ''],
  ])('401: a header %s', async (_, headerFor) => {
    expect(await answerTo(tokens, headerFor(shared()))).toMatchObject({ status: 401, challenge: 'Bearer realm="taskpact"' })
  })

  test.each<[string, (token: string) => string]>([
    ['nothing', () => ''],
    ['one part', () => 'a'],
    ['two parts', (token) => token.split('.', 2).join('.')],
    ['no signature', (token) => `${token.split('.', 2).join('.')}.`],
    ['four parts', (token) => `${token}.a`],
    ['five parts, like an encrypted one', (token) => `${token}.a.b`],
    ['three empty parts', () => '..'],
    ['three parts that are no JSON', () => 'a.b.c'],
    ['what a front end without a session sends', () => 'null'],
    ['quotation marks around it', (token) => `"${token}"`],
    ['padding', (token) => `${token}=`],
    ['a no-break space after it', (token) => `${token}\u00a0`],
    ['a second one after it', (token) => `${token} ${token}`],
  ])('401: a bearer token of %s', async (_, tokenFor) => {
    const answer = await answerTo(tokens, `Bearer ${tokenFor(shared())}`)
    expect(answer).toMatchObject({ status: 401, challenge: 'Bearer realm="taskpact", error="invalid_token"' })
  })

  test('401: a token of 5 KB, however well signed', async () => {
    const token = shared({ picture: 'x'.repeat(3700) })
    expect(token.length).toBeGreaterThan(5000)
    expect((await answerTo(tokens, `Bearer ${token}`)).detail).toBe('The token is larger than 4 KB.')
  })

  test('401: the secret itself', async () => {
    expect((await answerTo(tokens, `Bearer ${secret}`)).status).toBe(401)
    const dotted = 'a-secret-that-looks-like.three-parts-of-base64url.and-is-long-enough'
    expect((await answerTo(createTokens({ ...settings, secret: dotted }), `Bearer ${dotted}`)).status).toBe(401)
  })

  test.each([
    'none', 'None', 'NONE', 'nOnE', '', 'hs256', 'HS384', 'HS512', 'HS256 ', 'RS256', 'EdDSA', 'dir', null, 1, ['HS256'],
    undefined,
  ])('401: alg %j', async (alg) => {
    expect(await statusOf(tokens, shared({}, { alg }))).toBe(401)
    expect(await statusOf(tokens, `${encode({ alg })}.${encode({ sub: 'alice', exp: now() + 600 })}.`)).toBe(401)
  })

  test('401: HS384 and HS512, signed for real', async () => {
    const payload = { sub: 'alice', exp: now() + 600 }
    expect(await statusOf(tokens, hmac(secret, { alg: 'HS384' }, payload, 'sha384'))).toBe(401)
    expect(await statusOf(tokens, hmac(secret, { alg: 'HS512' }, payload, 'sha512'))).toBe(401)
  })

  test.each([[['exp']], [['b64']], [[]], ['exp'], [null]])('401: crit %j', async (crit) => {
    expect(await statusOf(tokens, shared({}, { crit, b64: true }))).toBe(401)
  })

  test.each([undefined, 'JWT', 'jwt', 'at+jwt', 'application/at+jwt'])('200: typ %j', async (typ) => {
    expect(await statusOf(tokens, shared({}, { typ }))).toBe(200)
  })

  test.each(['better-auth.session-cache+jwt', 'logout+jwt', 'JWE', '', 7, null])('401: typ %j', async (typ) => {
    expect(await statusOf(tokens, shared({}, { typ }))).toBe(401)
  })

  test.each(['[{"sub":"alice","exp":9e9}]', '"alice"', '7', 'null', 'true'])('401: the payload %s', async (payload) => {
    expect(await statusOf(tokens, hmac(secret, { alg: 'HS256' }, JSON.parse(payload)))).toBe(401)
  })

  test('401: bytes that are not UTF-8, or start with a byte order mark', async () => {
    const payload = `{"sub":"alice\xff","exp":${now() + 600}}`
    for (const bytes of [Buffer.from(payload, 'latin1'), Buffer.from(`\ufeff${payload}`)]) {
      const input = `${encode({ alg: 'HS256' })}.${bytes.toString('base64url')}`
      expect(await statusOf(tokens, `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`)).toBe(401)
    }
  })

  test('401: whatever else anyone thinks of', async () => {
    const json = fc.json().map((text) => Buffer.from(text).toString('base64url'))
    const any = fc.jsonValue()
    const header = fc.record({ alg: fc.constantFrom('HS256', 'none', 'EdDSA'), kid: any, typ: any, b64: any })
    const guesses = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.tuple(json, json, fc.base64String()).map((parts) => parts.join('.')),
      header.map((each) => `${encode(each)}.${encode({ sub: 'alice', exp: now() + 600 })}.c2lnbmF0dXJl`),
    )
    await fc.assert(fc.asyncProperty(guesses, async (guess) => {
      expect(await statusOf(tokens, guess)).toBe(401)
    }))
  })

  test('401: a good token with one character changed', async () => {
    const token = shared()
    const change = fc.tuple(fc.nat(token.length - 2), fc.constantFrom('A', 'a', '0', '_', '-', '.'))
    await fc.assert(fc.asyncProperty(change, async ([at, character]) => {
      fc.pre(token[at] !== character)
      expect(await statusOf(tokens, token.slice(0, at) + character + token.slice(at + 1))).toBe(401)
    }))
  })
})

describe('tokens of a Better Auth server', () => {
  let auth: BetterAuth
  let tokens: Tokens

  beforeAll(async () => {
    auth = await startBetterAuth()
  })
  beforeEach(() => {
    tokens = createTokens({ secret: auth.secret, previousSecret: null, authUrl: auth.url })
  })
  afterAll(() => auth.stop())

  test('200: the token of its jwt plugin, as it comes', async () => {
    const { userId, jwt: token } = await auth.signUp({ name: 'Alice', email: 'alice@example.com' })
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', kid: expect.stringMatching(/^\w{32}$/) })
    expect(decodeJwt(token)).toEqual({
      id: userId, sub: userId, name: 'Alice', email: 'alice@example.com', emailVerified: false, iss: auth.url, aud: auth.url,
      iat: expect.any(Number), exp: expect.any(Number), createdAt: expect.any(String), updatedAt: expect.any(String),
    })
    expect(await verify(tokens, token)).toEqual({
      kind: 'identity', issuer: auth.url, subject: userId, name: 'Alice', email: 'alice@example.com',
      expiresAt: decodeJwt(token).exp,
    })
  })

  test('200: BETTER_AUTH_URL with a trailing slash is the same issuer', async () => {
    const { jwt: token } = await auth.signUp()
    const slashed = createTokens({ secret: auth.secret, previousSecret: null, authUrl: `${auth.url}/` })
    expect(await verify(slashed, token)).toMatchObject({ issuer: auth.url })
  })

  test('200: BETTER_AUTH_URL with a path of its own', async () => {
    const elsewhere = await startBetterAuth({ path: '/app/auth' })
    onTestFinished(() => elsewhere.stop())
    const { userId, jwt: token } = await elsewhere.signUp()
    expect(decodeJwt(token).iss).toBe(new URL(elsewhere.url).origin)
    const trusting = createTokens({ secret: elsewhere.secret, previousSecret: null, authUrl: elsewhere.url })
    expect(await verify(trusting, token)).toMatchObject({ issuer: elsewhere.url, subject: userId })
  })

  test.each(['ES256', 'ES512', 'RS256', 'PS256'] as const)('200: a server that signs with %s', async (algorithm) => {
    const other = await startBetterAuth({ algorithm })
    onTestFinished(() => other.stop())
    const { userId, jwt: token } = await other.signUp()
    expect(decodeProtectedHeader(token).alg).toBe(algorithm)
    const trusting = createTokens({ secret: other.secret, previousSecret: null, authUrl: other.url })
    expect(await verify(trusting, token)).toMatchObject({ kind: 'identity', issuer: other.url, subject: userId })
  })

  test('200: a token seen before is known at once, until it expires or ten minutes pass', async () => {
    const { jwt: token } = await auth.signUp()
    const claims = await verify(tokens, token)
    expect(tokens.verify([`Bearer ${token}`])).toEqual(claims)
    later(601)
    const again = tokens.verify([`Bearer ${token}`])
    expect(again).toBeInstanceOf(Promise)
    expect(await again).toEqual(claims)
    later(300 + 30)
    expect(await statusOf(tokens, token)).toBe(401)
  })

  test('200: fifty tokens at a time ask for the keys once', async () => {
    const { jwt: token } = await auth.signUp()
    const before = auth.keyRequests
    await Promise.all(Array.from({ length: 50 }, () => verify(tokens, token)))
    expect(auth.keyRequests - before).toBe(1)
  })

  test('200: a new key is found once the last look is thirty seconds old', async () => {
    await verify(tokens, (await auth.signUp()).jwt)
    const older = await auth.signUp()
    auth.rotate('kept')
    const newer = await auth.signUp()
    expect(decodeProtectedHeader(newer.jwt).kid).not.toBe(decodeProtectedHeader(older.jwt).kid)
    expect(await statusOf(tokens, newer.jwt)).toBe(401)
    later(31)
    expect(await statusOf(tokens, newer.jwt)).toBe(200)
    expect(await statusOf(tokens, older.jwt)).toBe(200)
  })

  test('401: a key that has been dropped, as soon as the keys held are ten minutes old', async () => {
    const { jwt: token } = await auth.signUp()
    expect(await statusOf(tokens, token)).toBe(200)
    auth.rotate('dropped')
    expect(await statusOf(tokens, token)).toBe(200)
    later(601)
    expect(await statusOf(tokens, token)).toBe(401)
  })

  test('401: unknown keys, and a thousand of them ask for the key set once in thirty seconds', async () => {
    await verify(tokens, (await auth.signUp()).jwt)
    const { privateKey } = ed25519('any')
    const before = auth.keyRequests
    later(31)
    const answers = await Promise.all(Array.from({ length: 1000 }, async (_, index) =>
      statusOf(tokens, await signed(privateKey, auth.url, { alg: 'EdDSA', kid: `made up ${index}` }))))
    expect(new Set(answers)).toEqual(new Set([401]))
    expect(auth.keyRequests - before).toBe(1)
  })

  test('401: a key id that is missing, no text, or the name of a method', async () => {
    const { privateKey } = ed25519('any')
    for (const kid of [undefined, 7, null, '', '__proto__', 'constructor', 'get']) {
      expect(await statusOf(tokens, await signed(privateKey, auth.url, { alg: 'EdDSA', kid }))).toBe(401)
    }
  })

  test('401: its session cookie signed with the secret, which has no subject', async () => {
    const caching = await startBetterAuth({ cookieCache: 'secret' })
    onTestFinished(() => caching.stop())
    const { cookies } = await caching.signUp()
    const cookie = cookies['better-auth.session_data'] ?? ''
    expect(decodeProtectedHeader(cookie)).toEqual({ alg: 'HS256' })
    expect(Object.keys(decodeJwt(cookie))).toEqual(expect.arrayContaining(['session', 'user', 'exp']))
    const trusting = createTokens({ secret: caching.secret, previousSecret: null, authUrl: caching.url })
    expect(await statusOf(trusting, cookie)).toBe(401)
  })

  test('401: its session cookie signed with the key of the jwt plugin, which has one', async () => {
    const caching = await startBetterAuth({ cookieCache: 'jwks' })
    onTestFinished(() => caching.stop())
    const { userId, cookies } = await caching.signUp()
    const cookie = cookies['better-auth.session_data'] ?? ''
    expect(decodeProtectedHeader(cookie)).toMatchObject({ alg: 'EdDSA', typ: 'better-auth.session-cache+jwt' })
    expect(decodeJwt(cookie)).toMatchObject({ iss: caching.url, sub: userId, aud: 'better-auth:session-cache' })
    const trusting = createTokens({ secret: caching.secret, previousSecret: null, authUrl: caching.url })
    expect(await statusOf(trusting, cookie)).toBe(401)
  })

  test('401: without BETTER_AUTH_URL, and the answer says what is missing', async () => {
    const { jwt: token } = await auth.signUp()
    const answer = await answerTo(createTokens({ ...settings, secret: auth.secret }), `Bearer ${token}`)
    expect(answer).toMatchObject({ status: 401, detail: expect.stringContaining('BETTER_AUTH_URL') })
  })

  test('401: from another Better Auth server', async () => {
    const stranger = await startBetterAuth()
    onTestFinished(() => stranger.stop())
    expect(await statusOf(tokens, (await stranger.signUp()).jwt)).toBe(401)
  })

  test('401: a token signed with the public key as an HMAC secret', async () => {
    const jwk = await publicKeyOf(auth)
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    const forms = [
      key.export({ type: 'spki', format: 'pem' }), String(key.export({ type: 'spki', format: 'pem' })).trim(),
      key.export({ type: 'spki', format: 'der' }), JSON.stringify(jwk), Buffer.from(jwk.x ?? '', 'base64url'), jwk.x ?? '',
    ]
    for (const form of forms) {
      for (const iss of [auth.url, undefined]) {
        for (const alg of ['HS256', 'EdDSA']) {
          const token = hmac(form, { alg, kid: jwk['kid'] }, { sub: 'alice', iss, aud: iss, iat: now(), exp: now() + 600 })
          expect(await statusOf(tokens, token)).toBe(401)
        }
      }
    }
  })

  test('401: a token in its name signed with the shared secret', async () => {
    const before = auth.keyRequests
    expect(await statusOf(tokens, shared({ iss: auth.url, aud: auth.url }))).toBe(401)
    expect(await statusOf(tokens, shared({ iss: `${auth.url}/` }))).toBe(401)
    expect(auth.keyRequests).toBe(before)
  })

  test('401: a jku that points at keys of the sender\'s own, which are never asked for', async () => {
    const own = ed25519('mine')
    const server = await serve(publish({ keys: [own.jwk] }))
    const header = { alg: 'EdDSA', kid: 'mine', jku: `${server.url}/jwks`, x5u: `${server.url}/x5u` }
    expect(await statusOf(tokens, await signed(own.privateKey, auth.url, header))).toBe(401)
    expect(await statusOf(tokens, await signed(own.privateKey, server.url, header))).toBe(401)
    expect(server.seen).toEqual([])
  })

  test('401: a token that brings its own key', async () => {
    const jwk = await publicKeyOf(auth)
    const own = ed25519('mine')
    for (const kid of ['mine', jwk['kid']]) {
      const header = { alg: 'EdDSA', kid, jwk: own.jwk, x5c: ['AA=='] }
      expect(await statusOf(tokens, await signed(own.privateKey, auth.url, header))).toBe(401)
    }
  })
})

describe('the rules for public keys', () => {
  const own = ed25519('k1')
  const tokenFor = (url: string, payload: Json = {}) => signed(own.privateKey, url, { alg: 'EdDSA', kid: 'k1' }, payload)
  const trusting = (authUrl: string): Tokens => createTokens({ ...settings, authUrl })

  test.each<[string, (url: string) => Json]>([
    ['as it should be', () => ({})],
    ['with slashes after the issuer and the audience', (url) => ({ iss: `${url}/`, aud: `${url}//` })],
    ['with several audiences', (url) => ({ aud: ['https://other.example', url] })],
    ['with no audience', () => ({ aud: undefined })],
  ])('200: a token %s', async (_, payloadFor) => {
    const { url } = await serve(publish({ keys: [own.jwk] }))
    expect(await statusOf(trusting(url), await tokenFor(url, payloadFor(url)))).toBe(200)
  })

  test.each<[string, (url: string) => Json]>([
    ['for another audience', () => ({ aud: 'https://other.example' })],
    ['for no audience at all', () => ({ aud: [] })],
    ['for an audience that is no text', () => ({ aud: null })],
    ['of an issuer whose name only starts the same', (url) => ({ iss: `${url}.evil.example` })],
    ['without an issuer', () => ({ iss: undefined })],
    ['without exp', () => ({ exp: undefined })],
    ['with exp: 1e300', () => ({ exp: 1e300 })],
    ['that has expired', () => ({ exp: now() - 31 })],
    ['not valid yet', () => ({ nbf: now() + 60 })],
    ['without sub', () => ({ sub: undefined })],
    ['with a number for sub', () => ({ sub: 1 })],
  ])('401: a token %s', async (_, payloadFor) => {
    const { url } = await serve(publish({ keys: [own.jwk] }))
    expect(await statusOf(trusting(url), await tokenFor(url, payloadFor(url)))).toBe(401)
  })

  test('401: keys that are no public signature keys are never used', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const jwkOf = (key: KeyObject, more: JsonWebKey): JsonWebKey => ({ ...key.export({ format: 'jwk' }), ...more })
    const { url } = await serve(publish({
      keys: [
        jwkOf(createSecretKey(Buffer.from(secret)), { kid: 'oct', alg: 'HS256' }),
        jwkOf(own.privateKey, { kid: 'private' }),
        jwkOf(own.publicKey, { kid: 'encryption', use: 'enc' }),
        jwkOf(own.publicKey, { kid: 'derive', key_ops: ['deriveKey'] }),
        jwkOf(own.publicKey, { kid: 'mislabelled', alg: 'RS256' }),
        jwkOf(rsa.publicKey, { kid: 'short', alg: 'RS256' }),
        jwkOf(p384.publicKey, { kid: 'p384' }),
        { kid: 'broken', kty: 'OKP', crv: 'Ed25519', x: 7 }, null, 'text', [], { kty: 'OKP' }, own.jwk,
      ],
    }))
    const tokens = trusting(url)
    expect(await statusOf(tokens, await tokenFor(url))).toBe(200)
    for (const kid of ['private', 'encryption', 'derive', 'mislabelled', 'broken']) {
      expect(await statusOf(tokens, await signed(own.privateKey, url, { alg: 'EdDSA', kid }))).toBe(401)
    }
    const payload = { sub: 'alice', iss: url, exp: now() + 600 }
    expect(await statusOf(tokens, hmac(secret, { alg: 'HS256', kid: 'oct' }, payload))).toBe(401)
    expect(await statusOf(tokens, hmac(secret, { alg: 'EdDSA', kid: 'oct' }, payload))).toBe(401)
    expect(await statusOf(tokens, await signed(p384.privateKey, url, { alg: 'ES384', kid: 'p384' }))).toBe(401)
    const input = `${encode({ alg: 'RS256', kid: 'short' })}.${encode(payload)}`
    const signature = sign('sha256', Buffer.from(input), rsa.privateKey).toString('base64url')
    expect(await statusOf(tokens, `${input}.${signature}`)).toBe(401)
  })

  test('401: an algorithm other than the key\'s, though the key could do it', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const jwk = { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'r1' }
    const { url } = await serve(publish({ keys: [jwk, { ...jwk, kid: 'r2', alg: 'PS256' }] }))
    const tokens = trusting(url)
    expect(await statusOf(tokens, await signed(rsa.privateKey, url, { alg: 'RS256', kid: 'r1' }))).toBe(200)
    expect(await statusOf(tokens, await signed(rsa.privateKey, url, { alg: 'PS256', kid: 'r1' }))).toBe(401)
    expect(await statusOf(tokens, await signed(rsa.privateKey, url, { alg: 'PS256', kid: 'r2' }))).toBe(200)
    expect(await statusOf(tokens, await signed(rsa.privateKey, url, { alg: 'RS512', kid: 'r1' }))).toBe(401)
  })
})

describe('when the front end is away', () => {
  const own = ed25519('k1')
  const tokenFor = (url: string, kid = 'k1', payload: Json = {}) => signed(own.privateKey, url, { alg: 'EdDSA', kid }, payload)
  const trusting = (authUrl: string): Tokens => createTokens({ ...settings, authUrl })

  test('503: before its keys were ever seen, with a Retry-After; 200 again a few seconds after it is back', async () => {
    const auth = await startBetterAuth()
    onTestFinished(() => auth.stop())
    const { jwt: token } = await auth.signUp()
    const tokens = trusting(auth.url)
    await auth.stop()
    expect(await statusOf(tokens, token)).toBe(503)
    await expect(verify(tokens, token)).rejects.toMatchObject({ headers: { 'Retry-After': '5' } })
    await auth.start()
    expect(await statusOf(tokens, token)).toBe(503)
    later(6)
    expect(await statusOf(tokens, token)).toBe(200)
  })

  test('200: the keys seen last count for an hour; 503 after that, and for keys not among them', async () => {
    const auth = await startBetterAuth()
    onTestFinished(() => auth.stop())
    const tokens = trusting(auth.url)
    const { jwt: token } = await auth.signUp()
    await verify(tokens, token)
    await auth.stop()
    later(601)
    expect(await statusOf(tokens, token)).toBe(200)
    expect(await statusOf(tokens, await tokenFor(auth.url, 'unknown'))).toBe(503)
  })

  test('503: once the keys seen last are an hour old', async () => {
    let document: unknown = { keys: [own.jwk] }
    const { url } = await serve((_, response) => response.end(JSON.stringify(document)))
    const tokens = trusting(url)
    const token = await tokenFor(url, 'k1', { exp: now() + 7200 })
    expect(await statusOf(tokens, token)).toBe(200)
    document = 'gone'
    later(3590)
    expect(await statusOf(tokens, token)).toBe(200)
    later(20)
    expect(await statusOf(tokens, await tokenFor(url))).toBe(503)
  })

  test.each<[string, RequestListener]>([
    ['an error', (_, response) => response.writeHead(500).end('{"keys":[]}')],
    ['nothing', (_, response) => response.writeHead(204).end()],
    ['a page', (_, response) => response.end('<!doctype html>')],
    ['JSON of another shape', publish({ keys: 'none' })],
    ['null', publish(null)],
    ['more than anyone\'s keys', publish({ keys: [], padding: 'x'.repeat(300_000) })],
    ['half an answer', (_, response) => response.writeHead(200, { 'Content-Length': 9 }).write('{', () => response.destroy())],
  ])('503: an issuer that answers with %s', async (_, listener) => {
    const { url, seen } = await serve(listener)
    const tokens = trusting(url)
    expect(await statusOf(tokens, await tokenFor(url))).toBe(503)
    expect(await statusOf(tokens, await tokenFor(url))).toBe(503)
    expect(seen).toEqual(['/api/auth/jwks'])
  })

  test('503: a redirect, which is not followed', async () => {
    const target = await serve(publish({ keys: [own.jwk] }))
    const { url } = await serve((_, response) => response.writeHead(302, { Location: target.url }).end())
    expect(await statusOf(trusting(url), await tokenFor(url))).toBe(503)
    expect(target.seen).toEqual([])
  })

  test('503: an issuer that never answers holds a request up for three seconds, and the next not at all', async () => {
    const { url } = await serve(() => {})
    const tokens = trusting(url)
    const token = await tokenFor(url)
    const startedAt = performance.now()
    expect(await statusOf(tokens, token)).toBe(503)
    const answeredAt = performance.now()
    expect(answeredAt - startedAt).toBeGreaterThan(2900)
    expect(answeredAt - startedAt).toBeLessThan(8000)
    expect(await statusOf(tokens, token)).toBe(503)
    expect(performance.now() - answeredAt).toBeLessThan(1500)
  })

  test('401: what no key could make good is refused without asking', async () => {
    const { url, seen } = await serve((_, response) => response.writeHead(500).end())
    const tokens = trusting(url)
    for (const alg of ['none', 'HS256', 'ES384', 'RS1']) {
      expect(await statusOf(tokens, hmac(secret, { alg, kid: 'k1' }, { sub: 'alice', iss: url, exp: now() + 600 }))).toBe(401)
    }
    expect(await statusOf(tokens, await signed(own.privateKey, url, { alg: 'EdDSA' }))).toBe(401)
    expect(await statusOf(tokens, shared())).toBe(200)
    expect(seen).toEqual([])
  })
})

test('200: ten thousand tokens are remembered, and no more', async () => {
  const tokens = createTokens(settings)
  const check = vi.spyOn(jwt, 'verify')
  onTestFinished(() => check.mockRestore())
  const first = shared({ sub: 'first' })
  const second = shared({ sub: 'second' })
  for (const token of [first, second]) await verify(tokens, token)
  for (let each = 2; each < 10_000; each++) await verify(tokens, shared({ sub: `user ${each}` }))
  await verify(tokens, first)
  await verify(tokens, shared({ sub: 'one too many' }))
  expect(check).toHaveBeenCalledTimes(10_001)
  await verify(tokens, first)
  expect(check).toHaveBeenCalledTimes(10_001)
  await verify(tokens, second)
  expect(check).toHaveBeenCalledTimes(10_002)
})
