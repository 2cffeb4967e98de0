import * as sql from '../generated/sql.ts'
import type { Operation } from '../operation.ts'

export const emptyTrash: Operation<'emptyTrash'> = async ({ db }) => {
  await db.many(sql.purgeTasks, {})
  await db.many(sql.purgeLists, {})
}
