import { createHmac, generateKeyPairSync } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, vi } from 'vitest'
import { Problem } from '../../src/problem.ts'
import { createTokens } from '../../src/identity/tokens.ts'
import type { TokenClaims } from '../../src/identity/claims.ts'
import type { Tokens, TokenSettings } from '../../src/identity/tokens.ts'
import { close, listen, portOf, startBetterAuth } from './better-auth.ts'
import type { BetterAuth } from './better-auth.ts'

/** What is signed: a header or a payload. */
export type Json = Record<string, unknown>

/** The secret that front ends share with the service. */
export const secret = 'cT9wq2Lr5xVb8mZk1nYe4hUd7gJs0aPf'
/** The settings of a service whose front ends sign with the shared secret. */
export const settings: TokenSettings = { secret, previousSecret: null, authUrl: null, issuers: [], audiences: [] }
/** What verifies tokens for a service that asks the issuer at `authUrl` for its public keys. */
export const trusting = (authUrl: string): Tokens => createTokens({ ...settings, authUrl })

/** Starts a Better Auth server for the tests of a block, with what verifies its tokens: another one for each test. */
export function betterAuthIssuer(): { auth: BetterAuth; tokens: Tokens } {
  const issuer = {} as { auth: BetterAuth; tokens: Tokens } // filled in before any test can look
  beforeAll(async () => void (issuer.auth = await startBetterAuth()))
  beforeEach(() => void (issuer.tokens = createTokens({ ...settings, secret: issuer.auth.secret, authUrl: issuer.auth.url })))
  afterAll(() => issuer.auth.stop())
  return issuer
}

/** The time in seconds, as tokens have it. */
export const now = (): number => Math.floor(Date.now() / 1000)
/** A part of a token. */
export const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
/** A token signed with a secret, as it says or not. */
export const hmac = (key: string | Buffer | KeyObject, header: Json, payload: unknown, algorithm = 'sha256'): string => {
  const signed = `${encode(header)}.${encode(payload)}`
  return `${signed}.${createHmac(algorithm, key).update(signed).digest('base64url')}`
}

/** A token as front ends sign it with the shared secret: no issuer, no audience. */
export const shared = (payload: Json = {}, header: Json = {}): string =>
  hmac(secret, { alg: 'HS256', typ: 'JWT', ...header }, { sub: 'alice', iat: now(), exp: now() + 600, ...payload })

/** A token signed with a private key, in the name of the issuer at `url`. */
export const signed = (key: KeyObject, url: string, header: Json & { alg: string }, payload: Json = {}): Promise<string> =>
  new SignJWT({ sub: 'alice', iss: url, aud: url, iat: now(), exp: now() + 600, ...payload }).setProtectedHeader(header).sign(key)

/** What a bearer token says. */
export const verify = async (tokens: Tokens, token: string): Promise<TokenClaims> => tokens.verify([`Bearer ${token}`])

/** What the client is answered for these Authorization headers; every refusal is checked to give nothing away. */
export async function answerTo(tokens: Tokens, ...authorization: string[]) {
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

/** The status that a bearer token is answered with. */
export const statusOf = async (tokens: Tokens, token: string): Promise<number> => (await answerTo(tokens, `Bearer ${token}`)).status

/** A server that publishes what the test says, and counts how often it is asked. */
export async function serve(listener: RequestListener) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(request.url ?? '')
    listener(request, response)
  })
  await listen(server, 0)
  onTestFinished(() => close(server))
  return { url: `http://127.0.0.1:${portOf(server)}`, seen }
}

/** Answers with a key set, or with what is none. */
export const publish =
  (document: unknown): RequestListener =>
  (_, response) =>
    response.end(JSON.stringify(document))

/** A server that publishes keys until it is stopped. */
export async function publishKeys(keys: JsonWebKey[]): Promise<{ url: string; stop(): Promise<unknown> }> {
  const server = createServer(publish({ keys }))
  await listen(server, 0)
  return { url: `http://127.0.0.1:${portOf(server)}`, stop: () => close(server) }
}

/** The key a Better Auth server signs with, as it publishes it. */
export async function publicKeyOf(auth: BetterAuth): Promise<JsonWebKey> {
  await auth.signUp()
  const {
    keys: [jwk],
  }: { keys: JsonWebKey[] } = JSON.parse(await (await fetch(`${auth.url}/api/auth/jwks`)).text())
  if (jwk === undefined) throw new Error('The server publishes no key')
  return jwk
}

/** A new key pair and its public half as it stands in a key set. */
export function ed25519(kid: string): { privateKey: KeyObject; publicKey: KeyObject; jwk: JsonWebKey } {
  const pair = generateKeyPairSync('ed25519')
  return { ...pair, jwk: { ...pair.publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA' } }
}

/**
 * Time passes without waiting, and then stands still until the test ends; after `later(0)` it stands still from now on.
 * Sockets and timers go on as they are.
 */
export function later(seconds: number): void {
  if (!vi.isFakeTimers()) {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
  }
  vi.setSystemTime(Date.now() + seconds * 1000)
}
