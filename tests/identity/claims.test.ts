import { describe, expect, test } from 'vitest'
import { createTokens } from '../../src/identity/tokens.ts'
import { answerTo, ed25519, later, now, publish, serve, settings, shared, signed, statusOf, trusting, verify } from '../support/tokens.ts'
import type { Json } from '../support/tokens.ts'

const year = 366 * 86_400

describe('claims signed with the shared secret', () => {
  const tokens = createTokens(settings)

  test.each<[string, () => Json]>([
    ['a scheme in capitals', () => ({})],
    ['expired, within the skew', () => ({ exp: now() - 25 })],
    ['from a clock that is fast, within the skew', () => ({ iat: now() + 20, nbf: now() + 20 })],
    ['for the longest time allowed', () => ({ exp: now() + year - 60 })],
    ['with a fraction of a second', () => ({ exp: now() + 60.5 })],
    ['for a subject of 255 characters', () => ({ sub: 'x'.repeat(255) })],
  ])('200: %s', async (_, payloadFor) => {
    later(0)
    expect((await answerTo(tokens, `BEARER ${shared(payloadFor())}`)).status).toBe(200)
  })

  test.each<[string, () => Json]>([
    ['of an issuer nobody configured', () => ({ iss: 'https://front.example' })],
    ['of an issuer that is no text', () => ({ iss: null })],
    ['of several issuers', () => ({ iss: ['https://front.example'] })],
    ['for an audience nobody configured', () => ({ aud: 'https://other.example' })],
    ['for no audience at all', () => ({ aud: [] })],
    ['for an audience that is no text', () => ({ aud: null })],
    ['without exp', () => ({ exp: undefined })],
    ['exp as text', () => ({ exp: String(now() + 600) })],
    ['exp null', () => ({ exp: null })],
    ['exp in milliseconds', () => ({ exp: Date.now() + 600_000 })],
    ['exp: 1e300', () => ({ exp: 1e300 })],
    ['longer than 366 days', () => ({ exp: now() + year + 60 })],
    ['expired beyond the skew', () => ({ exp: now() - 31 })],
    ['expired in 1970', () => ({ exp: 0 })],
    ['not valid yet', () => ({ nbf: now() + 60 })],
    ['issued in the future', () => ({ iat: now() + 60 })],
    ['nbf as text', () => ({ nbf: 'tomorrow' })],
    ['without sub', () => ({ sub: undefined })],
    ['sub empty', () => ({ sub: '' })],
    ['sub a number', () => ({ sub: 1 })],
    ['sub null', () => ({ sub: null })],
    ['sub an array', () => ({ sub: ['alice'] })],
    ['sub of 256 characters', () => ({ sub: 'x'.repeat(256) })],
    ['sub with a NUL', () => ({ sub: 'ali\0ce' })],
    ['sub with a line break', () => ({ sub: 'ali\nce' })],
    ['sub with half a surrogate pair', () => ({ sub: 'ali\ud800ce' })],
  ])('401: %s', async (_, payloadFor) => {
    later(0)
    expect(await statusOf(tokens, shared(payloadFor()))).toBe(401)
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

describe('an issuer and an audience signed with the shared secret', () => {
  const authUrl = 'http://127.0.0.1:1'
  const tokens = createTokens({ ...settings, authUrl, issuers: ['https://front.example'], audiences: ['tasks', 'https://tasks.example'] })

  test.each<Json>([
    { iss: 'https://front.example' },
    { aud: 'tasks' },
    { aud: ['https://other.example', 'https://tasks.example'] },
    { aud: authUrl },
    { aud: `${authUrl}/` },
    { iss: 'https://front.example', aud: 'tasks' },
  ])('200: %j, which are configured', async (payload) => {
    expect(await verify(tokens, shared(payload))).toMatchObject({ kind: 'identity', issuer: 'shared-secret', subject: 'alice' })
  })

  test.each<Json>([
    { iss: 'https://front.example/' },
    { iss: 'tasks' },
    { aud: 'https://front.example' },
    { aud: ['https://other.example'] },
    { iss: 'https://front.example', aud: 'https://other.example' },
    { iss: 'https://other.example', aud: 'tasks' },
  ])('401: %j, which are not', async (payload) => {
    const { status, detail } = await answerTo(tokens, `Bearer ${shared(payload)}`)
    expect(status).toBe(401)
    expect(detail).toMatch(/TOKEN_(ISSUERS|AUDIENCES)/)
  })
})

describe('claims signed with a private key', () => {
  const own = ed25519('k1')
  const tokenFor = (url: string, payload: Json = {}) => signed(own.privateKey, url, { alg: 'EdDSA', kid: 'k1' }, payload)

  test.each<[string, (url: string) => Json]>([
    ['as it should be', () => ({})],
    ['with slashes after the issuer and the audience', (url) => ({ iss: `${url}/`, aud: `${url}//` })],
    ['with several audiences', (url) => ({ aud: ['https://other.example', url] })],
    ['with no audience', () => ({ aud: undefined })],
    ['for an audience that is configured', () => ({ aud: 'tasks' })],
  ])('200: a token %s', async (_, payloadFor) => {
    later(0)
    const { url } = await serve(publish({ keys: [own.jwk] }))
    const tokens = createTokens({ ...settings, authUrl: url, audiences: ['tasks'] })
    expect(await statusOf(tokens, await tokenFor(url, payloadFor(url)))).toBe(200)
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
    later(0)
    const { url } = await serve(publish({ keys: [own.jwk] }))
    expect(await statusOf(trusting(url), await tokenFor(url, payloadFor(url)))).toBe(401)
  })
})
