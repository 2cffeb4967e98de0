import type { Database, RowOf } from '../database/statement.ts'
import * as sql from '../generated/sql.ts'
import { passwordNeeded, wrongPassword } from '../problem.ts'
import type { Passwords } from './passwords.ts'

/**
 * Requires that the caller has just logged in, or sends the current password. It stays locked until the transaction ends.
 * @param current the password that they send, if any
 * @returns the account
 * @throws Problem 403
 */
export async function requireCurrentPassword(
  db: Database,
  passwords: Passwords,
  sessionId: string,
  current: string | undefined,
): Promise<RowOf<typeof sql.lockPassword>> {
  // No row means that the session has ended, which the service then answers with.
  const account = await db.maybeOne(sql.lockPassword, { session_id: sessionId })
  if (!account || (current === undefined && !account.fresh)) throw passwordNeeded()
  if (current !== undefined && !(await passwords.matches(current, account.hash))) throw wrongPassword()
  return account
}
