import pg from 'pg'
import { Problem, emailTaken, internal, malformedRequest, quotaExceeded, tagTaken, unavailable } from '../problem.ts'

/** The code of an error of Node or Postgres: never its message, which may quote a user's text. */
export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '')

/** The name of the constraint that an error of Postgres tells of. */
export const constraintOf = (error: unknown): string | undefined => (error instanceof pg.DatabaseError ? error.constraint : undefined)

/** It is unknown whether a transaction was committed. */
export class CommitUnknownError extends Error {}

/** A transaction was not committed because the connection was lost. */
export class ConnectionLostError extends Error {}

/** Converts a database error to a problem for the client; an unknown one is an internal error. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof pg.DatabaseError) {
    const { code = '', constraint = '', detail = '' } = error
    if (constraint === 'passwords_email_taken') return emailTaken()
    if (constraint === 'tags_name_taken') return tagTaken()
    if (constraint.startsWith('quota_')) return quotaExceeded(constraint.slice('quota_'.length), detail)
    if (/^(22021|22P05|22P02|22003|22001|2200)/.test(code)) return malformedRequest('A value in the request cannot be stored.')
    if (isOutage(error) || isOfStandby(error) || /^(57014|55P03|53|40001|40P01)/.test(code)) return databaseDown(error)
    return internal(error)
  }
  if (error instanceof CommitUnknownError) {
    return unavailable('The connection was lost during commit. The change may or may not be saved: check before retrying.', error)
  }
  return isOutage(error) ? databaseDown(error) : internal(error)
}

/** Whether the connection failed, rather than a statement: refused, reset, timed out, shut down. */
export function isOutage(error: unknown): boolean {
  if (error instanceof ConnectionLostError) return true
  // A dropped database, or one that rejects the password, counts as down as well.
  if (error instanceof pg.DatabaseError) return /^(08|57P0|25P03|3D000|28)/.test(error.code ?? '')
  if (!(error instanceof Error)) return false
  return /connect|timeout|terminated|closed|socket|DATABASE_DOWN|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|queryable|SSL|TLS/i.test(`${error.message} ${codeOf(error)}`)
}

/**
 * Whether a server refuses to write: it is a standby, as a primary is after a failover, or it was set to read only. The first statement of
 * a transaction already fails there, as it asks for a transaction that writes. One of these codes also says that a prepared statement is from
 * before a migration: a new connection helps there, too. A read that writes, a fault of ours, looks the same.
 */
export const isOfStandby = (error: unknown): boolean => error instanceof pg.DatabaseError && /^(25001|25006|0A000)$/.test(error.code ?? '')

/** Whether the database cancelled a statement because of its timeout. */
export const isStatementTimeout = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === '57014'

/** How often a transaction with this error may be retried: it was rolled back, so nothing happens twice. */
export function retriesFor({ cause }: Problem): number {
  if (cause instanceof ConnectionLostError) return 1
  // 26000: a statement that should have been parsed by an earlier pipeline, which failed before.
  return /^(40001|40P01|26000)$/.test(codeOf(cause)) ? 3 : 0
}

const databaseDown = (cause: unknown): Problem => unavailable('The database does not respond. Nothing was changed; try again.', cause)
