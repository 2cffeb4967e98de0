import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const endSession: Operation<'endSession'> = async ({ params: { id }, db, report }) => {
  if (!(await db.maybeOne(sql.endSession, { id }))) throw notFound('session')
  report('session-revoked')
}
