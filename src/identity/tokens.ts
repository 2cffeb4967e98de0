import { createHmac, createSecretKey, hash, hkdfSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import { bearerToken, parseToken } from './bearer-token.ts'
import type { Token } from './bearer-token.ts'
import { identityClaims, seconds, sessionClaims } from './claims.ts'
import type { TokenClaims } from './claims.ts'
import { createFrontEnd, isSameUrl, publicKeyAlgorithms } from './front-end.ts'
import type { FrontEnd } from './front-end.ts'
import { unauthenticated } from '../problem.ts'

export type TokenSettings = {
  /** BETTER_AUTH_SECRET. */
  secret: string
  /** The secret before it, while front ends change over. */
  previousSecret: string | null
  /** BETTER_AUTH_URL, where keys are public. */
  authUrl: string | null
  /** The values of `iss` that a token signed with the secret may have; it may also have none. */
  issuers: readonly string[]
  /** The values of `aud` that mean this service, besides `authUrl`. */
  audiences: readonly string[]
  /** PUBLIC_URL, which OAuth tokens for this service have as `aud`, with or without /mcp. */
  publicUrl?: string | null
}

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

/** The issuer of our own tokens, and the one front ends that sign with the shared secret count as. */
const ourselves = 'taskpact'
const sharedSecret = 'shared-secret'

const accessTokenSeconds = 3600
/** How long a signature by a public key is believed without a look at the keys: the time keys are held. */
const publicKeySeconds = 600
const shortestSecret = 32
const cacheSize = 10_000

const untrusted = 'The token is not trusted: its issuer, key or signature is unknown.'

/**
 * The tokens of this service and of the front ends it trusts. There are three issuers, each with one family of algorithms
 * and one source of keys, so that no key is ever used as another kind of key (RFC 8725 sections 2.1 and 3.1):
 * ourselves (HS256, a key derived from the secret), the Better Auth server at `authUrl` (its public keys), and any front end
 * with the secret (HS256, the secret itself). Throws a RangeError for a secret that is too short to sign with.
 */
export function createTokens({ secret, previousSecret, authUrl, issuers, audiences, publicUrl = null }: TokenSettings): Tokens {
  const secrets = previousSecret === null ? [secret] : [secret, previousSecret]
  secrets.forEach(requireLength)
  const sharedKeys = secrets.map((each) => createSecretKey(each, 'utf8'))
  const sessionKeys = secrets.map((each) => deriveKey(each, 'taskpact session tokens'))
  const signingKey = deriveKey(secret, 'taskpact session tokens')
  const refreshKey = deriveKey(secret, 'taskpact refresh tokens')
  const frontEnd = authUrl === null ? null : createFrontEnd(authUrl)
  // By the hash of each token: a token itself is never kept. By the clock that tokens expire by, which is not lru-cache's own.
  const verified = new LRUCache<string, TokenClaims>({ max: cacheSize, ttl: 1, ttlResolution: 0, perf: { now: () => Date.now() } })

  const remember = (id: string, claims: TokenClaims, until: number): TokenClaims => {
    const secondsLeft = until - seconds()
    if (secondsLeft > 0) verified.set(id, Object.freeze(claims), { ttl: secondsLeft * 1000 })
    return claims
  }

  const isOurs = (value: unknown): boolean => (typeof value === 'string' && audiences.includes(value)) || (frontEnd?.isNamedBy(value) ?? false)
  const resources = publicUrl === null ? [] : [publicUrl, `${publicUrl}/mcp`]
  const isResource = (value: unknown): boolean => typeof value === 'string' && resources.some((url) => isSameUrl(value, url))

  /**
   * The claims of a front end's token, which is for no other audience than it names (RFC 7519 section 4.1.3). One for this service as an
   * OAuth resource (RFC 8707) was issued to a program, which has only the scopes that the token names.
   * @throws Problem 401
   */
  const claimsFor = (payload: Token['payload'], issuer: string): TokenClaims => {
    const audience = payload['aud'] === undefined ? [] : [payload['aud']].flat()
    const isOfProgram = audience.some(isResource) && !audience.some(isOurs)
    if (payload['aud'] !== undefined && !isOfProgram && !audience.some(isOurs)) {
      throw unauthenticated(
        'The token is for another service: its "aud" is neither the BETTER_AUTH_URL nor the PUBLIC_URL of this service, nor in its TOKEN_AUDIENCES.',
      )
    }
    const claims = identityClaims(payload, issuer)
    return isOfProgram && claims.scopes === null ? { ...claims, scopes: [] } : claims
  }

  async function verifyPublicly(token: Token, { issuer, jwks }: FrontEnd, id: string): Promise<TokenClaims> {
    const { alg, kid } = token.header
    if (!isPublicKeyAlgorithm(alg)) throw unauthenticated(untrusted)
    if (kid !== undefined && typeof kid !== 'string') throw unauthenticated('The token does not name its key: "kid" in the header must be a string.')
    const keys = await jwks()
    if (!(await keys.isSignatureOf(token))) throw unauthenticated(untrusted)
    const claims = claimsFor(token.payload, issuer)
    return remember(id, claims, Math.min(claims.expiresAt, seconds() + publicKeySeconds))
  }

  /** A token that names an issuer is no other's, though it shares the secret. @throws Problem 401 */
  const requireIssuer = ({ iss }: Token['payload']): void => {
    if (iss === undefined || (typeof iss === 'string' && issuers.includes(iss))) return
    throw unauthenticated('The issuer of the token is not trusted: its "iss" is not in TOKEN_ISSUERS. A token signed with the shared secret needs no "iss".')
  }

  function verifySecretly({ text, header, payload }: Token, id: string): TokenClaims {
    const ours = payload['iss'] === ourselves
    if (isPublicKeyAlgorithm(header['alg'])) {
      throw unauthenticated('A token signed with a private key must name the front end at BETTER_AUTH_URL as its "iss".')
    }
    const keys = ours ? sessionKeys : sharedKeys
    if (header['alg'] !== 'HS256' || !keys.some((key) => isSignedWith(text, key))) throw unauthenticated(untrusted)
    if (!ours) requireIssuer(payload)
    const claims = ours ? sessionClaims(payload) : claimsFor(payload, sharedSecret)
    if (claims === undefined) throw unauthenticated(untrusted)
    return remember(id, claims, claims.expiresAt)
  }

  return {
    verify(authorization) {
      const text = bearerToken(authorization)
      const id = hash('sha256', text, 'base64url')
      const known = verified.get(id)
      if (known !== undefined) return known
      const token = parseToken(text)
      return frontEnd?.isNamedBy(token.payload['iss']) ? verifyPublicly(token, frontEnd, id) : verifySecretly(token, id)
    },

    sign(userId, sessionId) {
      const token = jwt.sign({ sid: sessionId }, signingKey, {
        algorithm: 'HS256',
        issuer: ourselves,
        subject: String(userId),
        expiresIn: accessTokenSeconds,
      })
      return { token, expiresIn: accessTokenSeconds }
    },

    nextRefreshToken: (parent) => createHmac('sha256', refreshKey).update(parent).digest('base64url'),
  }
}

function requireLength(secret: string): void {
  if (Buffer.byteLength(secret) < shortestSecret) {
    throw new RangeError(`A secret that signs tokens must be at least ${shortestSecret} bytes long`)
  }
}

/** A key for one purpose (RFC 5869), so that nothing signed with the secret for another purpose passes for it. */
const deriveKey = (secret: string, purpose: string): KeyObject => createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)))

const isPublicKeyAlgorithm = (alg: unknown): boolean => typeof alg === 'string' && publicKeyAlgorithms.includes(alg)

function isSignedWith(text: string, key: KeyObject): boolean {
  try {
    // The times are judged afterwards, by the same rules for every issuer.
    jwt.verify(text, key, { algorithms: ['HS256'], ignoreExpiration: true, ignoreNotBefore: true })
    return true
  } catch {
    return false
  }
}
