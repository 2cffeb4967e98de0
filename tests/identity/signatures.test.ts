import { createPublicKey, createSecretKey, generateKeyPairSync, sign } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTokens } from '../../src/identity/tokens.ts'
import {
  betterAuthIssuer,
  ed25519,
  encode,
  hmac,
  now,
  publicKeyOf,
  publish,
  secret,
  serve,
  settings,
  shared,
  signed,
  statusOf,
  trusting,
} from '../support/tokens.ts'

describe('signatures with the shared secret', () => {
  const tokens = createTokens(settings)

  test.each(['none', 'None', 'NONE', 'nOnE', '', 'hs256', 'HS384', 'HS512', 'HS256 ', 'RS256', 'EdDSA', 'dir', null, 1, ['HS256'], undefined])(
    '401: alg %j',
    async (alg) => {
      expect(await statusOf(tokens, shared({}, { alg }))).toBe(401)
      expect(await statusOf(tokens, `${encode({ alg })}.${encode({ sub: 'alice', exp: now() + 600 })}.`)).toBe(401)
    },
  )

  test('401: HS384 and HS512, signed for real', async () => {
    const payload = { sub: 'alice', exp: now() + 600 }
    expect(await statusOf(tokens, hmac(secret, { alg: 'HS384' }, payload, 'sha384'))).toBe(401)
    expect(await statusOf(tokens, hmac(secret, { alg: 'HS512' }, payload, 'sha512'))).toBe(401)
  })

  test('401: a good token with one character changed', async () => {
    const token = shared()
    const change = fc.tuple(fc.nat(token.length - 2), fc.constantFrom('A', 'a', '0', '_', '-', '.'))
    await fc.assert(
      fc.asyncProperty(change, async ([at, character]) => {
        fc.pre(token[at] !== character)
        expect(await statusOf(tokens, token.slice(0, at) + character + token.slice(at + 1))).toBe(401)
      }),
    )
  })
})

describe('signatures in the name of a Better Auth server', () => {
  const issuer = betterAuthIssuer()

  test('401: a token signed with the public key as an HMAC secret', async () => {
    const jwk = await publicKeyOf(issuer.auth)
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    const forms = [
      key.export({ type: 'spki', format: 'pem' }),
      String(key.export({ type: 'spki', format: 'pem' })).trim(),
      key.export({ type: 'spki', format: 'der' }),
      JSON.stringify(jwk),
      Buffer.from(jwk.x ?? '', 'base64url'),
      jwk.x ?? '',
    ]
    for (const form of forms) {
      for (const iss of [issuer.auth.url, undefined]) {
        for (const alg of ['HS256', 'EdDSA']) {
          const token = hmac(form, { alg, kid: jwk['kid'] }, { sub: 'alice', iss, aud: iss, iat: now(), exp: now() + 600 })
          expect(await statusOf(issuer.tokens, token)).toBe(401)
        }
      }
    }
  })

  test('401: a token signed with the shared secret', async () => {
    const before = issuer.auth.keyRequests
    expect(await statusOf(issuer.tokens, shared({ iss: issuer.auth.url, aud: issuer.auth.url }))).toBe(401)
    expect(await statusOf(issuer.tokens, shared({ iss: `${issuer.auth.url}/` }))).toBe(401)
    expect(issuer.auth.keyRequests).toBe(before)
  })

  test("401: a jku that points at keys of the sender's own, which are never asked for", async () => {
    const own = ed25519('mine')
    const server = await serve(publish({ keys: [own.jwk] }))
    const header = { alg: 'EdDSA', kid: 'mine', jku: `${server.url}/jwks`, x5u: `${server.url}/x5u` }
    expect(await statusOf(issuer.tokens, await signed(own.privateKey, issuer.auth.url, header))).toBe(401)
    expect(await statusOf(issuer.tokens, await signed(own.privateKey, server.url, header))).toBe(401)
    expect(server.seen).toEqual([])
  })

  test('401: a token that brings its own key', async () => {
    const jwk = await publicKeyOf(issuer.auth)
    const own = ed25519('mine')
    for (const kid of ['mine', jwk['kid']]) {
      const header = { alg: 'EdDSA', kid, jwk: own.jwk, x5c: ['AA=='] }
      expect(await statusOf(issuer.tokens, await signed(own.privateKey, issuer.auth.url, header))).toBe(401)
    }
  })
})

describe('signatures with a published key', () => {
  const own = ed25519('k1')
  const tokenFor = (url: string) => signed(own.privateKey, url, { alg: 'EdDSA', kid: 'k1' })

  test('401: keys that are no public signature keys are never used', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const jwkOf = (key: KeyObject, more: JsonWebKey): JsonWebKey => ({ ...key.export({ format: 'jwk' }), ...more })
    const { url } = await serve(
      publish({
        keys: [
          jwkOf(createSecretKey(Buffer.from(secret)), { kid: 'oct', alg: 'HS256' }),
          jwkOf(own.privateKey, { kid: 'private' }),
          jwkOf(own.publicKey, { kid: 'encryption', use: 'enc' }),
          jwkOf(own.publicKey, { kid: 'derive', key_ops: ['deriveKey'] }),
          jwkOf(own.publicKey, { kid: 'mislabelled', alg: 'RS256' }),
          jwkOf(rsa.publicKey, { kid: 'short', alg: 'RS256' }),
          jwkOf(p384.publicKey, { kid: 'p384' }),
          { kid: 'broken', kty: 'OKP', crv: 'Ed25519', x: 7 },
          null,
          'text',
          [],
          { kty: 'OKP' },
          own.jwk,
        ],
      }),
    )
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

  test("401: an algorithm other than the key's, though the key could do it", async () => {
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
