import { createHmac, createSecretKey, hash, hkdfSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { createJwks } from './jwks.ts'
import type { Jwks } from './jwks.ts'
import { unauthenticated } from '../problem.ts'

/** What a valid token says of its bearer: a session of ours, or a person as a front end knows them. Times in seconds. */
export type TokenClaims =
  | { kind: 'session'; userId: number; sessionId: string; expiresAt: number }
  | { kind: 'identity'; issuer: string; subject: string; name: string | null; email: string | null; expiresAt: number }

/** BETTER_AUTH_SECRET, the one before it while front ends change over, and BETTER_AUTH_URL where keys are public. */
export type TokenSettings = { secret: string; previousSecret: string | null; authUrl: string | null }

/** All that is done with bearer tokens and needs no database. */
export type Tokens = {
  /**
   * What the bearer token says, given every value of the request's Authorization header (RFC 6750 section 2.1). Throws
   * 401 for anything but one token of a configured issuer that is valid now, and 503 when the issuer's public keys are
   * out of reach. At once for a shared secret or a token seen before; a promise when public keys have to be asked for.
   */
  verify(authorization: readonly string[]): TokenClaims | Promise<TokenClaims>
  /** An access token (RFC 7519) for a session of ours, and the seconds it lasts. */
  sign(userId: number, sessionId: string): { token: string; expiresIn: number }
  /** The refresh token after `parent`: always the same one, so that parallel refreshes of one parent agree on the child. */
  nextRefreshToken(parent: string): string
}

type Json = Readonly<Record<string, unknown>>
type Token = { text: string; header: Json; payload: Json }
type FrontEnd = { issuer: string; isNamedBy: (value: unknown) => boolean; jwks: Jwks }

/** The issuer of our own tokens, and the one front ends that sign with the shared secret count as. */
const ourselves = 'taskpact'
const sharedSecret = 'shared-secret'

const accessTokenSeconds = 3600
const skewSeconds = 30
/** Libraries accept `exp: 1e300`; a token that outlives everyone cannot be taken back. */
const longestSeconds = 366 * 86_400
/** How long a signature by a public key is believed without a look at the keys: the time keys are held. */
const publicKeySeconds = 600
const largestToken = 4096
const shortestSecret = 32
const cacheSize = 10_000
const publicKeyAlgorithms: readonly unknown[] = ['EdDSA', 'Ed25519', 'ES256', 'ES512', 'RS256', 'PS256']

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const untrusted = 'The token is not one this service trusts.'
const notAToken = 'The token is not a JSON Web Token: three base64url parts, the first two of them JSON objects.'

/**
 * The tokens of this service and of the front ends it trusts. There are three issuers, each with one family of algorithms
 * and one source of keys, so that no key is ever used as another kind of key (RFC 8725 sections 2.1 and 3.1):
 * ourselves (HS256, a key derived from the secret), the Better Auth server at `authUrl` (its public keys), and whoever
 * holds the secret (HS256, the secret itself). Throws a RangeError for a secret that is too short to sign with.
 */
export function createTokens({ secret, previousSecret, authUrl }: TokenSettings): Tokens {
  const secrets = previousSecret === null ? [secret] : [secret, previousSecret]
  secrets.forEach(requireLength)
  const sharedKeys = secrets.map((each) => createSecretKey(each, 'utf8'))
  const sessionKeys = secrets.map((each) => deriveKey(each, 'taskpact session tokens'))
  const signingKey = deriveKey(secret, 'taskpact session tokens')
  const refreshKey = deriveKey(secret, 'taskpact refresh tokens')
  const frontEnd = authUrl === null ? null : createFrontEnd(authUrl)
  const cache = createCache(cacheSize)

  async function verifyPublicly(token: Token, { issuer, isNamedBy, jwks }: FrontEnd, id: string): Promise<TokenClaims> {
    await requirePublicSignature(token, jwks)
    const { aud } = token.payload
    if (aud !== undefined && ![aud].flat().some(isNamedBy)) throw unauthenticated('The token is meant for another service.')
    const claims = identityOf(token.payload, issuer)
    cache.set(id, claims, Math.min(claims.expiresAt, seconds() + publicKeySeconds))
    return claims
  }

  function verifySecretly(token: Token, id: string): TokenClaims {
    const ours = token.payload['iss'] === ourselves
    requireSecretSignature(token, ours ? sessionKeys : sharedKeys)
    const claims = ours ? sessionOf(token.payload) : identityOf(token.payload, sharedSecret)
    cache.set(id, claims, claims.expiresAt)
    return claims
  }

  return {
    verify(authorization) {
      const text = bearerToken(authorization)
      const id = hash('sha256', text, 'base64url')
      const known = cache.get(id)
      if (known !== undefined) return known
      const token = parseToken(text)
      return frontEnd?.isNamedBy(token.payload['iss']) ? verifyPublicly(token, frontEnd, id) : verifySecretly(token, id)
    },

    sign(userId, sessionId) {
      const token = jwt.sign({ sid: sessionId }, signingKey, {
        algorithm: 'HS256', issuer: ourselves, subject: String(userId), expiresIn: accessTokenSeconds,
      })
      return { token, expiresIn: accessTokenSeconds }
    },

    nextRefreshToken: (parent) => createHmac('sha256', refreshKey).update(parent).digest('base64url'),
  }
}

const seconds = (): number => Date.now() / 1000

function requireLength(secret: string): void {
  if (Buffer.byteLength(secret) < shortestSecret) {
    throw new RangeError(`A secret that signs tokens has to be at least ${shortestSecret} bytes long`)
  }
}

/** A key for one purpose (RFC 5869), so that nothing signed with the secret for another purpose passes for it. */
const deriveKey = (secret: string, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)))

/**
 * A Better Auth server as a token issuer. By default its jwt plugin puts the origin of the server's base URL into `iss`
 * and `aud`, and a base URL without a path stands for the one with /api/auth.
 */
function createFrontEnd(authUrl: string): FrontEnd {
  const issuer = authUrl.replace(/\/+$/, '')
  const { origin, pathname } = new URL(issuer)
  return {
    issuer,
    isNamedBy: (value) => typeof value === 'string' && (isSameUrl(value, issuer) || isSameUrl(value, origin)),
    jwks: createJwks(pathname === '/' ? `${issuer}/api/auth/jwks` : `${issuer}/jwks`),
  }
}

const isSameUrl = (value: string, url: string): boolean => value.startsWith(url) && /^\/*$/.test(value.slice(url.length))

/** Verified tokens by their hash, the least recently used dropped first; a token itself is never kept. */
function createCache(limit: number) {
  const entries = new Map<string, { claims: TokenClaims; until: number }>()
  return {
    get(id: string): TokenClaims | undefined {
      const entry = entries.get(id)
      if (entry === undefined) return undefined
      entries.delete(id)
      if (seconds() >= entry.until) return undefined
      entries.set(id, entry)
      return entry.claims
    },
    set(id: string, claims: TokenClaims, until: number): void {
      entries.set(id, { claims: Object.freeze(claims), until })
      const [oldest] = entries.size > limit ? entries.keys() : []
      if (oldest !== undefined) entries.delete(oldest)
    },
  }
}

function bearerToken(authorization: readonly string[]): string {
  const [value, ...others] = authorization
  if (value === undefined) throw unauthenticated('Sign in, and send the token as "Authorization: Bearer <token>".', false)
  if (others.length > 0) throw unauthenticated('Send exactly one Authorization header.')
  const match = /^bearer(?: +(.*))?$/is.exec(value)
  if (match === null) throw unauthenticated('Send the token as "Authorization: Bearer <token>".', false)
  const [, token = ''] = match
  if (token.length > largestToken) throw unauthenticated('The token is larger than 4 KB.')
  return token
}

/** Takes the token apart without believing it (RFC 7515 section 5.2): what it says chooses the issuer, no more. */
function parseToken(text: string): Token {
  const parts = /^([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(text)
  const header = parsePart(parts?.[1])
  const payload = parsePart(parts?.[2])
  if (header === null || payload === null) throw unauthenticated(notAToken)
  requireAccessToken(header)
  return { text, header, payload }
}

function parsePart(part = ''): Json | null {
  try {
    const value: unknown = JSON.parse(utf8.decode(Buffer.from(part, 'base64url')))
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** `crit` names what a recipient has to understand (RFC 7515 section 4.1.11), and here that is nothing. */
function requireAccessToken({ crit, typ = 'JWT' }: Json): void {
  if (crit !== undefined) throw unauthenticated('The token has a "crit" header, and this service knows no extensions.')
  // Issuers sign other things with the same keys: Better Auth its session cookies, OpenID providers logout tokens.
  if (typeof typ !== 'string' || !/^(?:application\/)?(?:at\+)?jwt$/i.test(typ)) {
    throw unauthenticated('The token is of another type than an access token.')
  }
}

function requireSecretSignature({ text, header }: Token, keys: readonly KeyObject[]): void {
  const { alg } = header
  if (publicKeyAlgorithms.includes(alg)) {
    throw unauthenticated('A token signed with a private key has to name the front end at BETTER_AUTH_URL as its "iss".')
  }
  if (alg !== 'HS256' || !keys.some((key) => isSignedWith(text, key))) throw unauthenticated(untrusted)
}

function isSignedWith(text: string, key: KeyObject): boolean {
  try {
    // The times are judged afterwards, by the same rules for every issuer.
    jwt.verify(text, key, { algorithms: ['HS256'], ignoreExpiration: true, ignoreNotBefore: true })
    return true
  } catch {
    return false
  }
}

async function requirePublicSignature({ text, header }: Token, jwks: Jwks): Promise<void> {
  const { alg, kid } = header
  if (!publicKeyAlgorithms.includes(alg)) throw unauthenticated(untrusted)
  if (typeof kid !== 'string') throw unauthenticated('The token does not name its key: its header has no "kid".')
  const found = await jwks.find(kid)
  if (found === null) throw unauthenticated(untrusted)
  // Only where there is an issuer with public keys: to load it takes a twentieth of a start, and 2 MB.
  const { compactVerify, errors } = await import('jose')
  try {
    await compactVerify(text, found.key, { algorithms: [found.algorithm] })
  } catch (error) {
    throw error instanceof errors.JOSEError ? unauthenticated(untrusted) : error
  }
}

function sessionOf(payload: Json): TokenClaims {
  const expiresAt = expiryOf(payload)
  const { sub, sid } = payload
  const userId = typeof sub === 'string' && /^[1-9]\d{0,15}$/.test(sub) ? Number(sub) : NaN
  if (!Number.isSafeInteger(userId) || typeof sid !== 'string' || sid === '') throw unauthenticated(untrusted)
  return { kind: 'session', userId, sessionId: sid, expiresAt }
}

function identityOf(payload: Json, issuer: string): TokenClaims {
  const expiresAt = expiryOf(payload)
  const { sub, name, email } = payload
  // Better Auth's session cookie is signed with the same secret and has no subject, so it stops here.
  if (typeof sub !== 'string' || sub === '' || sub.length > 255 || /[\p{Cc}\p{Cs}]/u.test(sub)) {
    throw unauthenticated('The token names no subject: its "sub" has to be a text of 1 to 255 characters.')
  }
  return { kind: 'identity', issuer, subject: sub, name: nameOf(name), email: emailOf(email), expiresAt }
}

/** When the token expires, once its times are found in order now (RFC 7519 sections 4.1.4 to 4.1.6). */
function expiryOf({ exp, nbf = 0, iat = 0 }: Json): number {
  const now = seconds()
  if (!isTime(exp) || !isTime(nbf) || !isTime(iat)) {
    throw unauthenticated('The token has to say when it expires: "exp", like "iat" and "nbf" if given, in seconds since 1970.')
  }
  if (now >= exp + skewSeconds) throw unauthenticated('The token has expired. Refresh it or sign in again.')
  if (exp > now + longestSeconds) throw unauthenticated('The token lasts too long: its "exp" can be at most 366 days ahead.')
  if (Math.max(nbf, iat) > now + skewSeconds) throw unauthenticated('The token is not valid yet.')
  return Math.floor(exp)
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

function nameOf(value: unknown): string | null {
  return Array.from(textOf(value)).slice(0, 255).join('').trim() || null
}

/** Too long an address is dropped rather than cut: cut, it would be someone else's. */
function emailOf(value: unknown): string | null {
  const email = textOf(value)
  return email.length <= 320 ? email || null : null
}

/** A text the database can hold, or an empty one: PostgreSQL takes neither NUL nor half a surrogate pair. */
function textOf(value: unknown): string {
  return typeof value === 'string' && !value.includes('\0') && !/\p{Cs}/u.test(value) ? value.trim() : ''
}
