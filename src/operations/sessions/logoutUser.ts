import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'

export const logoutUser: Operation<'logoutUser'> = async ({ caller, db }) => {
  if (caller.sessionId !== null) await db.maybeOne(sql.logoutUser, { session_id: caller.sessionId })
}
