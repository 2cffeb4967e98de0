import pg from 'pg'
import { Problem, emailTaken, internal, malformedRequest, tagTaken, unavailable } from '../problem.ts'

/** The code of an error of Node's or Postgres': never its text, which may quote what a user wrote. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Why it is not known whether a transaction was kept. */
export class CommitUnknownError extends Error {}

/** Why a transaction was not kept: the connection was lost on the way. */
export class ConnectionLostError extends Error {}

/** What the database refused, in the client's words; whatever is not known here is an error of ours. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof pg.DatabaseError) {
    const { code = '', constraint = '' } = error
    if (constraint === 'passwords_email_taken') return emailTaken()
    if (constraint === 'tags_name_taken') return tagTaken()
    if (/^(22021|22P05|22P02|22003|22001|2200)/.test(code)) return malformedRequest('A value in the request cannot be stored.')
    if (isOutage(error) || /^(57014|55P03|53|40001|40P01)/.test(code)) return databaseDown(error)
    return internal(error)
  }
  if (error instanceof CommitUnknownError) {
    return unavailable('The database was lost while the change was being kept. It may or may not have been; look before trying again.', error)
  }
  return isOutage(error) ? databaseDown(error) : internal(error)
}

/** Whether an error is the connection's rather than an answer of the database: refused, reset, timed out, shut down. */
export function isOutage(error: unknown): boolean {
  if (error instanceof ConnectionLostError) return true
  // A database that is gone, or no longer takes the password, serves nobody either.
  if (error instanceof pg.DatabaseError) return /^(08|57P0|25P03|3D000|28)/.test(error.code ?? '')
  if (!(error instanceof Error)) return false
  return /connect|timeout|terminated|closed|socket|DATABASE_DOWN|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|queryable|SSL|TLS/i.test(`${error.message} ${codeOf(error)}`)
}

/** How often a transaction that ended so may be tried again: it was not kept, so that nothing is done twice. */
export function retriesFor({ cause }: Problem): number {
  if (cause instanceof ConnectionLostError) return 1
  // 26000: a statement that was to be parsed with an earlier one, which failed before it.
  return /^(40001|40P01|26000)$/.test(codeOf(cause)) ? 3 : 0
}

const databaseDown = (cause: unknown): Problem =>
  unavailable('The database does not answer. Nothing was changed; try again.', cause)
