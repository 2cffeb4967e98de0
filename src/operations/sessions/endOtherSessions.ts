import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'

export const endOtherSessions: Operation<'endOtherSessions'> = async ({ caller, db, report }) => {
  const ended = await db.maybeOne(sql.endOtherSessions, { session_id: caller.sessionId })
  if (ended) report('session-revoked')
}
