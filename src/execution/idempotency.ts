import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { BoundStatement } from '../database/wire/pipeline.ts'
import { caseFold } from '../case-fold.ts'
import type { OperationFacts } from '../contract/contract.ts'
import { textOf } from '../contract/parameters.ts'
import type { Call } from './call.ts'
import type { ApiResponse } from '../contract/response.ts'
import type { Database } from '../database/statement.ts'
import type { Transaction } from '../database/transaction.ts'
import * as sql from '../generated/sql.ts'
import { memberOf } from '../json.ts'
import { Problem, idempotencyMismatch, requestTooCostly } from '../problem.ts'

/** A request with an idempotency key. */
export type IdempotentRequest = {
  /**
   * The response to an earlier request with this key; null if there is none, so that this one has to be executed.
   * @throws Problem 409 while the earlier one is still running, 422 if it was another request
   */
  answered(db: Database): Promise<ApiResponse | null>
  /** The statement that stores the response, in the transaction of the request. @throws Problem 400 for a response that is too large */
  store(answer: ApiResponse, transaction: Transaction): BoundStatement
}

/** The maximum size of a response that is stored for its Idempotency-Key, in bytes. */
const maxKeptBytes = 250_000

type Sealing = { seal(text: string): string; open(text: string): string }

/**
 * For a request with an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header); null for any other.
 * @param secret encrypts responses with tokens or other secrets, which the database alone must not reveal
 */
export function idempotencyFor({ operation, target, input, caller, strict, dryRun, merge }: Call, secret: string): IdempotentRequest | null {
  const given = input.headers['idempotency-key']
  if (typeof given !== 'string' || (operation.method !== 'POST' && operation.method !== 'PATCH')) return null
  const key = caller ? given : keyOfStranger(operation, input.body, given)
  // Everything that the outcome depends on.
  const excluded = input.headers['if-none-match']
  const preconditions = [...(excluded === undefined ? [] : [excluded]), ...(merge ? [{ merge }] : [])]
  const asked = [operation.method, target, input.headers['if-match'] ?? null, strict, dryRun, input.body ?? null, ...preconditions]
  const fingerprint = createHash('sha256').update(canonicalJson(asked)).digest()
  const sealing = caller && !operation.secret ? plain : sealed(secret, key, fingerprint)
  return {
    async answered(db) {
      const claimed = db.one(sql.claimIdempotencyKey, { scope: `${caller?.userId ?? ''} ${key}` })
      // Sent together; the second statement runs after the first got the lock, so it sees everything committed before.
      const [{ held }, found] = await Promise.all([claimed, db.maybeOne(caller ? sql.findIdempotentAnswer : sql.findStrangersAnswer, { key })])
      if (!held) throw inFlight()
      if (!found) return null
      if (!found.fingerprint.equals(fingerprint)) throw idempotencyMismatch()
      const body: unknown = found.body === null ? undefined : JSON.parse(sealing.open(found.body))
      return { status: found.status, mediaType: operation.mediaType, body, headers: { ...(found.headers as object), 'Idempotency-Replayed': 'true' } }
    },
    store: ({ status, headers, body }, transaction) => {
      const text = body === undefined ? null : JSON.stringify(body)
      if (text !== null && Buffer.byteLength(text) > maxKeptBytes) {
        throw requestTooCostly(`With an Idempotency-Key, a response can have at most ${maxKeptBytes} bytes. Remove operations that only read from the batch.`)
      }
      return transaction.bind(sql.keepIdempotentAnswer, {
        key,
        fingerprint,
        status,
        headers: JSON.stringify(headers),
        body: text === null ? null : sealing.seal(text),
      })
    },
  }
}

/** The key of a caller who is not signed in. Strangers must not share keys, so it belongs to the account in the body. */
export function keyOfStranger({ signInLimit }: Pick<OperationFacts, 'signInLimit'>, body: unknown, key: string): string {
  const account = signInLimit === null ? '' : textOf(memberOf(body, signInLimit))
  return createHash('sha256')
    .update(canonicalJson([caseFold(account), key]))
    .digest('base64url')
}

/** JSON with sorted members, independent of the order in which they were sent (RFC 8785). */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  )
}

const inFlight = (): Problem =>
  new Problem('request-in-flight', 'The first request with this Idempotency-Key is still running. Try again in a second.', {
    headers: { 'Retry-After': '1' },
  })

const plain: Sealing = { seal: (text) => text, open: (text) => text }

/** AES-256-GCM, with a key derived from the secret, the client's key and the whole request. */
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
