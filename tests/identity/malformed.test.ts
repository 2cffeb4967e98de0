import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTokens } from '../../src/identity/tokens.ts'
import { answerTo, encode, hmac, now, secret, settings, shared, statusOf } from '../support/tokens.ts'

const tokens = createTokens(settings)

describe('the Authorization header', () => {
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
})

describe('the token', () => {
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
    await fc.assert(
      fc.asyncProperty(guesses, async (guess) => {
        expect(await statusOf(tokens, guess)).toBe(401)
      }),
    )
  })
})

describe('what a token holds', () => {
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
})
