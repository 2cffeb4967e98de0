import { decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { countStatuses } from '../support/statuses.ts'
import { betterAuthIssuer, ed25519, later, signed, statusOf, verify } from '../support/tokens.ts'

describe('the keys of a Better Auth server', () => {
  const issuer = betterAuthIssuer()

  test('200: a token seen before is known at once, until it expires or ten minutes pass', async () => {
    const { jwt: token } = await issuer.auth.signUp()
    const claims = await verify(issuer.tokens, token)
    expect(issuer.tokens.verify([`Bearer ${token}`])).toEqual(claims)
    later(601)
    const again = issuer.tokens.verify([`Bearer ${token}`])
    expect(again).toBeInstanceOf(Promise)
    expect(await again).toEqual(claims)
    later(300 + 30)
    expect(await statusOf(issuer.tokens, token)).toBe(401)
  })

  test('200: fifty tokens at a time ask for the keys once', async () => {
    const { jwt: token } = await issuer.auth.signUp()
    const before = issuer.auth.keyRequests
    await Promise.all(Array.from({ length: 50 }, () => verify(issuer.tokens, token)))
    expect(issuer.auth.keyRequests - before).toBe(1)
  })

  test('200: a new key is found once the last look is thirty seconds old', async () => {
    later(0)
    await verify(issuer.tokens, (await issuer.auth.signUp()).jwt)
    const older = await issuer.auth.signUp()
    issuer.auth.rotate('kept')
    const newer = await issuer.auth.signUp()
    expect(decodeProtectedHeader(newer.jwt).kid).not.toBe(decodeProtectedHeader(older.jwt).kid)
    expect(await statusOf(issuer.tokens, newer.jwt)).toBe(401)
    later(31)
    expect(await statusOf(issuer.tokens, newer.jwt)).toBe(200)
    expect(await statusOf(issuer.tokens, older.jwt)).toBe(200)
  })

  test('401: a key that has been dropped, as soon as the keys held are ten minutes old', async () => {
    const { jwt: token } = await issuer.auth.signUp()
    expect(await statusOf(issuer.tokens, token)).toBe(200)
    issuer.auth.rotate('dropped')
    expect(await statusOf(issuer.tokens, token)).toBe(200)
    later(601)
    expect(await statusOf(issuer.tokens, token)).toBe(401)
  })

  test('401: unknown keys, and a thousand of them ask for the key set once in thirty seconds', async () => {
    await verify(issuer.tokens, (await issuer.auth.signUp()).jwt)
    const { privateKey } = ed25519('any')
    const before = issuer.auth.keyRequests
    later(31)
    const answers = await Promise.all(Array.from({ length: 1000 }, async (_, index) =>
      statusOf(issuer.tokens, await signed(privateKey, issuer.auth.url, { alg: 'EdDSA', kid: `made up ${index}` }))))
    expect(countStatuses(answers)).toEqual({ 401: 1000 })
    expect(issuer.auth.keyRequests - before).toBe(1)
  })

  test('401: a key id that is missing, no text, or the name of a method', async () => {
    const { privateKey } = ed25519('any')
    for (const kid of [undefined, 7, null, '', '__proto__', 'constructor', 'get']) {
      expect(await statusOf(issuer.tokens, await signed(privateKey, issuer.auth.url, { alg: 'EdDSA', kid }))).toBe(401)
    }
  })
})
