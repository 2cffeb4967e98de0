import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { bind } from '../database/wire/pipeline.ts'
import type { BoundStatement } from '../database/wire/pipeline.ts'
import type { Call } from './call.ts'
import type { ApiResponse } from '../contract/response.ts'
import type { Database } from '../database/statement.ts'
import * as sql from '../generated/sql.ts'
import { Problem, idempotencyMismatch } from '../problem.ts'

/** One request's claim to be carried out once. */
export type IdempotentRequest = {
  /**
   * The answer that an earlier request with this key got, or null: then this one is to be carried out.
   * @throws Problem 409 while the earlier one is still being carried out, 422 where it was another request
   */
  answered(db: Database): Promise<ApiResponse | null>
  /** What keeps the answer, in the transaction of what it answers. */
  store(answer: ApiResponse): BoundStatement
}

type Sealing = { seal(text: string): string; open(text: string): string }

/**
 * The claim of a request that came with an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header); null for any other.
 * @param secret seals the answers of those who are not signed in, which hold tokens, so that a database alone does not tell
 */
export function idempotencyFor({ operation, target, input, caller }: Call, secret: string): IdempotentRequest | null {
  const key = input.headers['idempotency-key']
  if (typeof key !== 'string' || (operation.method !== 'POST' && operation.method !== 'PATCH')) return null
  const fingerprint = createHash('sha256').update(JSON.stringify([operation.method, target, input.body ?? null])).digest()
  const sealing = caller ? plain : sealed(secret, key, fingerprint)
  return {
    async answered(db) {
      const claimed = db.one(sql.claimIdempotencyKey, { scope: `${caller?.userId ?? ''} ${key}` })
      // Sent at once, and run once the lock is held: a statement of its own sees what was committed before that.
      const [{ held }, found] = await Promise.all([claimed, db.maybeOne(sql.findIdempotentAnswer, { key })])
      if (!held) throw inFlight()
      if (!found) return null
      if (!found.fingerprint.equals(fingerprint)) throw idempotencyMismatch()
      const body: unknown = found.body === null ? undefined : JSON.parse(sealing.open(found.body))
      return { status: found.status, mediaType: operation.mediaType, body, headers: { ...(found.headers as object), 'Idempotency-Replayed': 'true' } }
    },
    store: ({ status, headers, body }) =>
      bind(sql.keepIdempotentAnswer, {
        key,
        fingerprint,
        status,
        headers: JSON.stringify(headers),
        body: body === undefined ? null : sealing.seal(JSON.stringify(body)),
      }),
  }
}

const inFlight = (): Problem =>
  new Problem('request-in-flight', 'A request with this Idempotency-Key is being carried out. Try again in a second.', {
    headers: { 'Retry-After': '1' },
  })

const plain: Sealing = { seal: (text) => text, open: (text) => text }

/** AES-256-GCM under a key that takes the secret, the client's key and its whole request to make. */
function sealed(secret: string, key: string, fingerprint: Buffer): Sealing {
  const cipherKey = Buffer.from(hkdfSync('sha256', secret, fingerprint, `taskpact idempotent answers ${key}`, 32))
  return {
    seal(text) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', cipherKey, iv)
      const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), content]).toString('base64')
    },
    open(text) {
      const bytes = Buffer.from(text, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', cipherKey, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}
