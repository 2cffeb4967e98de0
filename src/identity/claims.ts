import { unauthenticated } from '../problem.ts'

/** A person as a front end knows them, and the scopes of the token if it has any. */
export type Identity = {
  kind: 'identity'
  issuer: string
  subject: string
  name: string | null
  email: string | null
  scopes: string[] | null
  expiresAt: number
}

/** What a valid token says of its bearer: a session of ours, or somebody at a front end. Times in seconds. */
export type TokenClaims = { kind: 'session'; userId: number; sessionId: string; expiresAt: number } | Identity

/** The payload of a token whose signature was verified. */
type Payload = Readonly<Record<string, unknown>>

const skewSeconds = 30
/** Libraries accept `exp: 1e300`; a token that outlives everyone cannot be taken back. */
const longestSeconds = 366 * 86_400

/** The time now in seconds, as tokens have it. */
export const seconds = (): number => Date.now() / 1000

/** The claims of a token of ours; undefined if we did not sign them. @throws Problem 401 if it is not valid now */
export function sessionClaims(payload: Payload): TokenClaims | undefined {
  const expiresAt = expiryOf(payload)
  const { sub, sid } = payload
  const userId = typeof sub === 'string' && /^[1-9]\d{0,15}$/.test(sub) ? Number(sub) : NaN
  if (!Number.isSafeInteger(userId) || typeof sid !== 'string' || sid === '') return undefined
  return { kind: 'session', userId, sessionId: sid, expiresAt }
}

/** The claims of a front end's token. @throws Problem 401 if it is not valid now, or has no subject */
export function identityClaims(payload: Payload, issuer: string): Identity {
  const expiresAt = expiryOf(payload)
  const { sub, name, email, scope } = payload
  // Better Auth's session cookie is signed with the same secret and has no subject, so it stops here.
  if (typeof sub !== 'string' || sub === '' || sub.length > 255 || /[\p{Cc}\p{Cs}]/u.test(sub)) {
    throw unauthenticated('The token has no valid subject: "sub" must be a string of 1 to 255 characters.')
  }
  return { kind: 'identity', issuer, subject: sub, name: nameOf(name), email: emailOf(email), scopes: scopesOf(scope), expiresAt }
}

/** When the token expires, once its times are found in order now (RFC 7519 sections 4.1.4 to 4.1.6). */
function expiryOf({ exp, nbf = 0, iat = 0 }: Payload): number {
  const now = seconds()
  if (!isTime(exp) || !isTime(nbf) || !isTime(iat)) {
    throw unauthenticated('The token must say when it expires: "exp", like "iat" and "nbf" if present, is in seconds since 1970.')
  }
  if (now >= exp + skewSeconds) throw unauthenticated('The token has expired. Refresh it or sign in again.')
  if (exp > now + longestSeconds) throw unauthenticated('The token is valid for too long: "exp" can be at most 366 days ahead.')
  if (Math.max(nbf, iat) > now + skewSeconds) throw unauthenticated('The token is not valid yet.')
  return Math.floor(exp)
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** Those of OAuth (RFC 9068 section 2.2.3); null for a token without any, which may do everything. One that cannot be read allows nothing. */
function scopesOf(value: unknown): string[] | null {
  if (value === undefined) return null
  return typeof value === 'string' ? value.split(' ').filter((scope) => scope !== '') : []
}

function nameOf(value: unknown): string | null {
  return Array.from(textOf(value)).slice(0, 255).join('').trim() || null
}

/** Too long an address is dropped rather than cut: cut, it would be someone else's. */
function emailOf(value: unknown): string | null {
  const email = textOf(value)
  return email.length <= 320 ? email || null : null
}

/** A string that the database can store, else an empty one: PostgreSQL accepts neither NUL nor half a surrogate pair. */
function textOf(value: unknown): string {
  return typeof value === 'string' && !value.includes('\0') && !/\p{Cs}/u.test(value) ? value.trim() : ''
}
