import { generateKeyPairSync } from 'node:crypto'
import { decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { countStatuses } from '../support/statuses.ts'
import { answerTo, betterAuthIssuer, ed25519, later, publish, serve, signed, statusOf, trusting, verify } from '../support/tokens.ts'

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
    const answers = await Promise.all(
      Array.from({ length: 1000 }, async (_, index) =>
        statusOf(issuer.tokens, await signed(privateKey, issuer.auth.url, { alg: 'EdDSA', kid: `made up ${index}` })),
      ),
    )
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

describe('tokens without a key id', () => {
  const own = ed25519('own')
  const other = ed25519('other')
  const ecdsa = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ecdsaJwk = { ...ecdsa.publicKey.export({ format: 'jwk' }), kid: 'own' }
  const tokenFor = (url: string, key = own.privateKey) => signed(key, url, { alg: 'EdDSA' })

  test.each([
    ['with an id', own.jwk],
    ['without an id', { ...own.jwk, kid: undefined }],
    ['without an algorithm', { ...own.jwk, alg: undefined }],
  ])('200: where one key fits, %s', async (_, jwk) => {
    const { url } = await serve(publish({ keys: [ecdsaJwk, jwk] }))
    expect(await statusOf(trusting(url), await tokenFor(url))).toBe(200)
  })

  test('401: signed with another key than the one that fits', async () => {
    const { url } = await serve(publish({ keys: [ecdsaJwk, own.jwk] }))
    expect(await statusOf(trusting(url), await tokenFor(url, other.privateKey))).toBe(401)
  })

  test('401: where two keys fit, and the answer says what is missing', async () => {
    const { url } = await serve(publish({ keys: [own.jwk, other.jwk] }))
    expect(await answerTo(trusting(url), `Bearer ${await tokenFor(url)}`)).toMatchObject({ status: 401, detail: expect.stringContaining('several keys fit') })
  })

  test('401: a private key, or one for something else, is not the key that fits', async () => {
    for (const more of [{ d: 'AA' }, { use: 'enc' }, { key_ops: ['deriveKey'] }]) {
      const { url } = await serve(publish({ keys: [{ ...own.jwk, ...more }] }))
      expect(await statusOf(trusting(url), await tokenFor(url))).toBe(401)
    }
  })

  test('200: a new key in place of the old one is found once the last look is thirty seconds old', async () => {
    later(0)
    const set = { keys: [own.jwk] }
    const { url, seen } = await serve((request, response) => publish(set)(request, response))
    const tokens = trusting(url)
    expect(await statusOf(tokens, await tokenFor(url))).toBe(200)
    set.keys = [other.jwk]
    expect(await statusOf(tokens, await tokenFor(url, other.privateKey))).toBe(401)
    expect(seen.length).toBe(1)
    later(31)
    expect(await statusOf(tokens, await tokenFor(url, other.privateKey))).toBe(200)
    expect(seen.length).toBe(2)
  })
})

describe('keys that share an id', () => {
  const second = ed25519('shared')
  const keys = [ed25519('shared'), second, ...Array.from({ length: 4 }, () => ed25519('shared'))]
  const jwks = keys.map(({ jwk }) => jwk)

  test('200: signed with any of the first four, and 401 with the others: what a token may cost is bounded', async () => {
    const { url } = await serve(publish({ keys: jwks }))
    const tokens = trusting(url)
    const statuses = await Promise.all(keys.map(async ({ privateKey }) => statusOf(tokens, await signed(privateKey, url, { alg: 'EdDSA', kid: 'shared' }))))
    expect(statuses).toEqual([200, 200, 200, 200, 401, 401])
  })

  test('401: signed with none of them', async () => {
    const { url } = await serve(publish({ keys: jwks.slice(0, 2) }))
    expect(await statusOf(trusting(url), await signed(ed25519('x').privateKey, url, { alg: 'EdDSA', kid: 'shared' }))).toBe(401)
  })

  test('200: one of them that cannot be read does not keep the other from being tried', async () => {
    const { url } = await serve(publish({ keys: [{ ...jwks[0], x: 'AA' }, jwks[1]] }))
    expect(await statusOf(trusting(url), await signed(second.privateKey, url, { alg: 'EdDSA', kid: 'shared' }))).toBe(200)
  })
})
