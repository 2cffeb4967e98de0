import { isObject } from '../json.ts'
import { unauthenticated } from '../problem.ts'

type Json = Readonly<Record<string, unknown>>

/** A token taken apart, and not believed yet (RFC 7515 section 5.2): what it says chooses the issuer, no more. */
export type Token = { text: string; header: Json; payload: Json }

const largestToken = 4096
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The token in a request's Authorization headers (RFC 6750 section 2.1). @throws Problem 401 where it is not exactly one */
export function bearerToken(authorization: readonly string[]): string {
  const [value, ...others] = authorization
  if (value === undefined) throw unauthenticated('Sign in, and send the token as "Authorization: Bearer <token>".', false)
  if (others.length > 0) throw unauthenticated('Send exactly one Authorization header.')
  const match = /^bearer(?: +(.*))?$/is.exec(value)
  if (match === null) throw unauthenticated('Send the token as "Authorization: Bearer <token>".', false)
  const [, token = ''] = match
  if (token.length > largestToken) throw unauthenticated('The token is larger than 4 KB.')
  return token
}

/** Takes a token apart. @throws Problem 401 where it is no JSON Web Token, or of another type than an access token */
export function parseToken(text: string): Token {
  const parts = /^([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(text)
  const header = parsePart(parts?.[1])
  const payload = parsePart(parts?.[2])
  if (header === null || payload === null) {
    throw unauthenticated('The token is not a JSON Web Token: three base64url parts, the first two of them JSON objects.')
  }
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

/** `crit` names what a recipient has to understand (RFC 7515 section 4.1.11), and here that is nothing. */
function requireAccessToken({ crit, typ = 'JWT' }: Json): void {
  if (crit !== undefined) throw unauthenticated('The token has a "crit" header, but this service supports no extensions.')
  // Issuers sign other things with the same keys: Better Auth its session cookies, OpenID providers logout tokens.
  if (typeof typ !== 'string' || !/^(?:application\/)?(?:at\+)?jwt$/i.test(typ)) {
    throw unauthenticated('The token is not an access token.')
  }
}
