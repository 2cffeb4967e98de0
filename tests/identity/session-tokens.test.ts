import { createSecretKey, hkdfSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createTokens } from '../../src/identity/tokens.ts'
import { answerTo, hmac, later, now, secret, settings, shared, statusOf, verify } from '../support/tokens.ts'

describe('our own tokens', () => {
  const tokens = createTokens(settings)
  const sessionKey = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'taskpact session tokens', 32)))

  test('200: a token just signed names its user and session', () => {
    later(0)
    const { token, expiresIn } = tokens.sign(42, '0f6c')
    expect(expiresIn).toBe(3600)
    expect(tokens.verify([`Bearer ${token}`])).toEqual({ kind: 'session', userId: 42, sessionId: '0f6c', expiresAt: now() + 3600 })
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
    later(0)
    const { token } = tokens.sign(42, 's')
    later(3600 + 20)
    expect(await statusOf(tokens, token)).toBe(200)
    later(20)
    expect(await answerTo(tokens, `Bearer ${token}`)).toMatchObject({ status: 401, detail: 'The token has expired. Refresh it or sign in again.' })
  })

  test('401: a token that claims to be ours, signed with the shared secret', async () => {
    expect(await statusOf(tokens, shared({ iss: 'taskpact', sub: '42', sid: 's' }))).toBe(401)
  })

  test("401: a token of ours that is passed off as a front end's", async () => {
    const payload = { sub: '42', sid: 's', exp: now() + 60 }
    expect(await statusOf(tokens, hmac(sessionKey, { alg: 'HS256' }, { ...payload, iss: 'taskpact' }))).toBe(200)
    expect(await statusOf(tokens, hmac(sessionKey, { alg: 'HS256' }, payload))).toBe(401)
  })

  test.each([
    ['0', 's'],
    ['-1', 's'],
    ['01', 's'],
    ['1e3', 's'],
    ['0x10', 's'],
    [' 1', 's'],
    ['9007199254740993', 's'],
    ['', 's'],
    [1, 's'],
    ['1', ''],
    ['1', 7],
    ['1', undefined],
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
