import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'

export const deleteUser: Operation<'deleteUser'> = async ({ db }) => {
  await db.maybeOne(sql.deleteUser, {})
}
