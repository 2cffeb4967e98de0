import type { RequestListener } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startBetterAuth } from '../support/better-auth.ts'
import { ed25519, hmac, later, now, publish, secret, serve, shared, signed, statusOf, trusting, verify } from '../support/tokens.ts'
import type { Json } from '../support/tokens.ts'

describe('when the front end is away', () => {
  const own = ed25519('k1')
  const tokenFor = (url: string, kid = 'k1', payload: Json = {}) => signed(own.privateKey, url, { alg: 'EdDSA', kid }, payload)

  test('503: before its keys were ever seen, with a Retry-After; 200 again a few seconds after it is back', async () => {
    later(0)
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
    ["more than anyone's keys", publish({ keys: [], padding: 'x'.repeat(300_000) })],
    ['half an answer', (_, response) => response.writeHead(200, { 'Content-Length': 9 }).write('{', () => response.destroy())],
  ])('503: an issuer that answers with %s', async (_, listener) => {
    later(0)
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
    const { url, seen } = await serve(() => {})
    const tokens = trusting(url)
    const token = await tokenFor(url)
    const startedAt = performance.now()
    // A stalled machine makes fewer ticks in a time, never more.
    let ticks = 0
    const ticking = setInterval(() => {
      ticks++
    }, 100)
    onTestFinished(() => clearInterval(ticking))
    expect(await statusOf(tokens, token)).toBe(503)
    expect(performance.now() - startedAt).toBeGreaterThan(2900)
    expect(ticks).toBeLessThan(60)
    later(0)
    expect(await statusOf(tokens, token)).toBe(503)
    expect(seen).toEqual(['/api/auth/jwks'])
  })

  test('401: what no key could make good is refused without asking', async () => {
    const { url, seen } = await serve((_, response) => response.writeHead(500).end())
    const tokens = trusting(url)
    for (const alg of ['none', 'HS256', 'ES384', 'RS1']) {
      expect(await statusOf(tokens, hmac(secret, { alg, kid: 'k1' }, { sub: 'alice', iss: url, exp: now() + 600 }))).toBe(401)
    }
    expect(await statusOf(tokens, await signed(own.privateKey, url, { alg: 'EdDSA', kid: 7 }))).toBe(401)
    expect(await statusOf(tokens, shared())).toBe(200)
    expect(seen).toEqual([])
  })
})
