import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createTokens } from '../../src/identity/tokens.ts'
import { startBetterAuth } from '../support/better-auth.ts'
import { answerTo, betterAuthIssuer, settings, statusOf, verify } from '../support/tokens.ts'

const issuer = betterAuthIssuer()

describe('the access token of a Better Auth server', () => {
  test('200: as its jwt plugin gives it', async () => {
    const { userId, jwt: token } = await issuer.auth.signUp({ name: 'Alice', email: 'alice@example.com' })
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', kid: expect.stringMatching(/^\w{32}$/) })
    expect(decodeJwt(token)).toEqual({
      id: userId,
      sub: userId,
      name: 'Alice',
      email: 'alice@example.com',
      emailVerified: false,
      iss: issuer.auth.url,
      aud: issuer.auth.url,
      iat: expect.any(Number),
      exp: expect.any(Number),
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    })
    expect(await verify(issuer.tokens, token)).toEqual({
      kind: 'identity',
      issuer: issuer.auth.url,
      subject: userId,
      name: 'Alice',
      email: 'alice@example.com',
      expiresAt: decodeJwt(token).exp,
      scopes: null,
    })
  })

  test('200: BETTER_AUTH_URL with a trailing slash is the same issuer', async () => {
    const { jwt: token } = await issuer.auth.signUp()
    const slashed = createTokens({ ...settings, secret: issuer.auth.secret, authUrl: `${issuer.auth.url}/` })
    expect(await verify(slashed, token)).toMatchObject({ issuer: issuer.auth.url })
  })

  test('200: BETTER_AUTH_URL with a path of its own', async () => {
    const elsewhere = await startBetterAuth({ path: '/app/auth' })
    onTestFinished(() => elsewhere.stop())
    const { userId, jwt: token } = await elsewhere.signUp()
    expect(decodeJwt(token).iss).toBe(new URL(elsewhere.url).origin)
    const trusting = createTokens({ ...settings, secret: elsewhere.secret, authUrl: elsewhere.url })
    expect(await verify(trusting, token)).toMatchObject({ issuer: elsewhere.url, subject: userId })
  })

  test.each(['ES256', 'ES512', 'RS256', 'PS256'] as const)('200: a server that signs with %s', async (algorithm) => {
    const other = await startBetterAuth({ algorithm })
    onTestFinished(() => other.stop())
    const { userId, jwt: token } = await other.signUp()
    expect(decodeProtectedHeader(token).alg).toBe(algorithm)
    const trusting = createTokens({ ...settings, secret: other.secret, authUrl: other.url })
    expect(await verify(trusting, token)).toMatchObject({ kind: 'identity', issuer: other.url, subject: userId })
  })

  test('401: without BETTER_AUTH_URL, and the answer says what is missing', async () => {
    const { jwt: token } = await issuer.auth.signUp()
    const answer = await answerTo(createTokens({ ...settings, secret: issuer.auth.secret }), `Bearer ${token}`)
    expect(answer).toMatchObject({ status: 401, detail: expect.stringContaining('BETTER_AUTH_URL') })
  })

  test('401: from another Better Auth server', async () => {
    const stranger = await startBetterAuth()
    onTestFinished(() => stranger.stop())
    expect(await statusOf(issuer.tokens, (await stranger.signUp()).jwt)).toBe(401)
  })
})

describe('the session cookie of a Better Auth server', () => {
  test('401: signed with the secret, without a subject', async () => {
    const caching = await startBetterAuth({ cookieCache: 'secret' })
    onTestFinished(() => caching.stop())
    const { cookies } = await caching.signUp()
    const cookie = cookies['better-auth.session_data'] ?? ''
    expect(decodeProtectedHeader(cookie)).toEqual({ alg: 'HS256' })
    expect(Object.keys(decodeJwt(cookie))).toEqual(expect.arrayContaining(['session', 'user', 'exp']))
    const trusting = createTokens({ ...settings, secret: caching.secret, authUrl: caching.url })
    expect(await statusOf(trusting, cookie)).toBe(401)
  })

  test('401: signed with the key of the jwt plugin, with a subject', async () => {
    const caching = await startBetterAuth({ cookieCache: 'jwks' })
    onTestFinished(() => caching.stop())
    const { userId, cookies } = await caching.signUp()
    const cookie = cookies['better-auth.session_data'] ?? ''
    expect(decodeProtectedHeader(cookie)).toMatchObject({ alg: 'EdDSA', typ: 'better-auth.session-cache+jwt' })
    expect(decodeJwt(cookie)).toMatchObject({ iss: caching.url, sub: userId, aud: 'better-auth:session-cache' })
    const trusting = createTokens({ ...settings, secret: caching.secret, authUrl: caching.url })
    expect(await statusOf(trusting, cookie)).toBe(401)
  })
})
