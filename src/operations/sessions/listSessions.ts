import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'

export const listSessions: Operation<'listSessions'> = ({ caller, db }) => db.many(sql.listSessions, { session_id: caller.sessionId })
