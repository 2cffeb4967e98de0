import { compactVerify, createRemoteJWKSet, customFetch, errors } from 'jose'
import type { CryptoKey, FetchImplementation, JWK } from 'jose'
import type { Token } from './bearer-token.ts'
import { isObject } from '../json.ts'
import { createOutbound } from '../outbound/outbound.ts'
import type { OutboundResponse } from '../outbound/outbound.ts'
import { Problem, unauthenticated, unavailable } from '../problem.ts'

/** The public keys of a token issuer. */
export type Jwks = {
  /**
   * Whether a token is signed with the key that its header names; without a name, with the only key that fits its algorithm.
   * @throws Problem 503 when the keys are needed and cannot be fetched: that is not the bearer's fault, so never a 401
   */
  isSignatureOf(token: Token): Promise<boolean>
}

/** The algorithm of a key that names none, by its curve or type: one key, one algorithm (RFC 8725 section 3.1). */
const usualAlgorithms: Readonly<Record<string, string>> = { 'Ed25519': 'EdDSA', 'P-256': 'ES256', 'P-521': 'ES512', 'RSA': 'RS256' }

const freshMs = 10 * 60_000
const staleMs = 60 * 60_000
/** Between two fetches on account of an unknown key id: anyone can make those up. */
const cooldownMs = 30_000
/** After a fetch that failed, so that requests do not each wait out the time limit. */
const backOffMs = 5_000
const timeLimitMs = 3_000
const sizeLimit = 256 * 1024
/** Of the keys that share an id, as many are tried: an issuer that reuses an id has an old key and a new one. */
const mostOfOneId = 4

/**
 * The keys an issuer publishes at `url` as a JSON Web Key Set (RFC 7517 section 5), fetched by jose when they are needed:
 * once at a time, again after ten minutes, and at most every 30 seconds for an unknown key id. While the issuer is away, the
 * keys are used for an hour.
 * @param algorithms those that a key may be used with
 */
export function createJwks(url: string, algorithms: readonly string[]): Jwks {
  // The operator chose this host, so it may be one of their own network.
  const outbound = createOutbound([new URL(url).hostname])
  let fetchedAt = -Infinity
  let failure: { at: number; problem: Problem } | null = null

  const fetchKeys: FetchImplementation = async (href, options) => {
    if (failure !== null && Date.now() - failure.at < backOffMs) throw failure.problem
    const startedAt = Date.now()
    try {
      const keys = readKeys(
        await outbound.send({ url: href, headers: Object.fromEntries(new Headers(options.headers)), timeoutMs: timeLimitMs, maxBytes: sizeLimit }),
      )
      fetchedAt = startedAt
      return Response.json({ keys })
    } catch (cause) {
      failure = { at: Date.now(), problem: unreachable(cause) }
      throw failure.problem
    }
  }

  const keys = createRemoteJWKSet(new URL(url), {
    cacheMaxAge: staleMs,
    cooldownDuration: cooldownMs,
    timeoutDuration: timeLimitMs,
    [customFetch]: fetchKeys,
  })

  const isSignedWith = (text: string, key: CryptoKey): Promise<boolean> =>
    compactVerify(text, key, { algorithms: [...algorithms] }).then(
      () => true,
      () => false,
    )

  const isSigned = async ({ text, header }: Token): Promise<boolean> => {
    try {
      await compactVerify(text, keys, { algorithms: [...algorithms] })
      return true
    } catch (error) {
      if (error instanceof Problem) throw error
      // Anything else is about the token or the key it names: jose throws a TypeError for an RSA key that is too short.
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) return false
      if (header['kid'] === undefined) throw unauthenticated('The token does not name its key: the header has no "kid", and several keys fit.')
      let tried = 0
      for await (const key of error) {
        if (await isSignedWith(text, key)) return true
        tried += 1
        if (tried === mostOfOneId) break
      }
      return false
    }
  }

  return {
    async isSignatureOf(token) {
      // If this fails, the cached keys are used; jose throws the failure again if they do not suffice.
      if (Date.now() - fetchedAt >= freshMs) await keys.reload().catch(() => undefined)
      if (await isSigned(token)) return true
      // jose fetches the keys again for an unknown id; a token without one may be signed with a new key as well.
      if (token.header['kid'] !== undefined || keys.coolingDown) return false
      await keys.reload()
      return isSigned(token)
    },
  }
}

const unreachable = (cause: unknown): Problem =>
  unavailable('The keys of the front end that signed this token cannot be fetched. Try again shortly.', cause, backOffMs / 1000)

function readKeys({ status, body }: OutboundResponse): JWK[] {
  if (status !== 200) throw new Error(`The request for the key set got status ${status}`)
  const document: unknown = JSON.parse(body.toString())
  const keys = isObject(document) ? document['keys'] : undefined
  if (!Array.isArray(keys)) throw new Error('The key set is malformed: it must be an object with an array "keys"')
  return keys.flatMap(usableKey)
}

/** A key with its algorithm; nothing for what no token can name, or anyone can sign with (RFC 7517 section 5 has those skipped). */
function usableKey(key: unknown): JWK[] {
  if (!isObject(key) || !['string', 'undefined'].includes(typeof key['kid']) || key['d'] !== undefined) return []
  const { alg = usualAlgorithms[String(key['crv'] ?? key['kty'])] } = key
  return typeof alg === 'string' ? [{ ...key, alg }] : []
}
