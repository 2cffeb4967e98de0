import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const revokeToken: Operation<'revokeToken'> = async ({ params: { id }, db, report }) => {
  if (!(await db.maybeOne(sql.revokeToken, { id }))) throw notFound('token')
  report('token-revoked')
}
