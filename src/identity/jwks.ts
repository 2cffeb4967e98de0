import { createPublicKey } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'
import { unavailable } from '../problem.ts'
import type { Problem } from '../problem.ts'

/** A key that verifies signatures, and the one algorithm it may be used with (RFC 8725 section 3.1). */
export type PublicKey = { key: KeyObject; algorithm: string }

/** The public keys of a token issuer. */
export type Jwks = {
  /**
   * The key of that id, or null when the issuer has none. Throws 503 when the issuer cannot be asked and what is held
   * cannot answer: an outage of the issuer is no fault of the bearer, so it is never a 401.
   */
  find(kid: string): Promise<PublicKey | null>
}

type KeySet = { keys: ReadonlyMap<string, PublicKey>; fetchedAt: number }

const freshFor = 10 * 60_000
const staleFor = 60 * 60_000
/** Between two fetches on account of an unknown key id: anyone can make those up. */
const cooldown = 30_000
/** After a fetch that failed, so that requests do not each wait out the time limit. */
const backOff = 5_000
const timeLimit = 3_000
const sizeLimit = 256 * 1024

/**
 * The keys an issuer publishes at `url` as a JSON Web Key Set (RFC 7517 section 5), fetched when needed: held for ten
 * minutes, and for an hour when the issuer is away; asked again at once, but at most every 30 seconds, for an unknown
 * key id (the issuer has changed keys); never asked twice at a time.
 */
export function createJwks(url: string): Jwks {
  let held: KeySet | null = null
  let failure: { at: number; cause: unknown } | null = null
  let pending: Promise<KeySet> | null = null

  async function refresh(): Promise<KeySet> {
    const startedAt = Date.now()
    try {
      held = { keys: await fetchKeys(url), fetchedAt: startedAt }
      failure = null
      return held
    } catch (cause) {
      failure = { at: Date.now(), cause }
      throw unreachable(cause)
    } finally {
      pending = null
    }
  }

  function latest(): Promise<KeySet> {
    if (failure !== null && Date.now() - failure.at < backOff) return Promise.reject(unreachable(failure.cause))
    return (pending ??= refresh())
  }

  async function usable(): Promise<KeySet> {
    const set = held
    if (set !== null && Date.now() - set.fetchedAt < freshFor) return set
    try {
      return await latest()
    } catch (problem) {
      if (set !== null && Date.now() - set.fetchedAt < staleFor) return set
      throw problem
    }
  }

  return {
    async find(kid) {
      const set = await usable()
      const key = set.keys.get(kid)
      if (key !== undefined || Date.now() - set.fetchedAt < cooldown) return key ?? null
      return (await latest()).keys.get(kid) ?? null
    },
  }
}

/** The key of a JWK, with its id; null for what is no public signature key (RFC 7517 section 5 has those skipped). */
function readKey(jwk: unknown): [kid: string, key: PublicKey] | null {
  if (!isJwk(jwk)) return null
  const { kid, alg, use = 'sig', key_ops: operations = ['verify'], d } = jwk
  if (typeof kid !== 'string' || use !== 'sig') return null
  if (!Array.isArray(operations) || !operations.includes('verify')) return null
  // A published private key: anyone may sign with it.
  if (d !== undefined) return null
  const key = importKey(jwk)
  if (key === null) return null
  // Without an "alg" the key's own type decides; with one, it has to be among those the type allows.
  const allowed = algorithmsOf(key)
  const algorithm = alg === undefined ? allowed[0] : allowed.find((name) => name === alg)
  return algorithm === undefined ? null : [kid, { key, algorithm }]
}

const unreachable = (cause: unknown): Problem =>
  unavailable('The keys of the front end that signed this token are out of reach. Try again shortly.', cause, backOff / 1000)

async function fetchKeys(url: string): Promise<ReadonlyMap<string, PublicKey>> {
  // A redirect would let whoever controls one page of the issuer's site name the keys.
  const response = await fetch(url, {
    redirect: 'error',
    headers: { Accept: 'application/json' },
    signal: AbortSignal.timeout(timeLimit),
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`The key set was answered with status ${response.status}`)
  }
  const document: unknown = JSON.parse(await readText(response.body ?? []))
  const keys = isKeySet(document) ? document.keys.map(readKey) : null
  if (keys === null) throw new Error('The key set is malformed: it has to be an object with an array "keys"')
  return new Map(keys.filter((entry) => entry !== null))
}

async function readText(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > sizeLimit) throw new Error(`The key set is larger than ${sizeLimit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function importKey(jwk: JsonWebKey): KeyObject | null {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    return null
  }
}

/** What Better Auth signs with, by the type of key; the first is meant when the key names none. */
function algorithmsOf(key: KeyObject): readonly string[] {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'ed25519') return ['EdDSA', 'Ed25519']
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return ['ES256']
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'secp521r1') return ['ES512']
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) return ['RS256', 'PS256']
  return []
}

const isJwk = (value: unknown): value is JsonWebKey => typeof value === 'object' && value !== null

const isKeySet = (value: unknown): value is { keys: unknown[] } =>
  typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys)
