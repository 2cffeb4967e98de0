import type { Database } from '../../database/statement.ts'
import * as sql from '../../generated/sql.ts'
import { batchSize } from '../../database/in-batches.ts'
import type { Operation } from '../../execution/operation.ts'

export const emptyTrash: Operation<'emptyTrash'> = async ({ db }) => {
  const purged = await db.many(sql.purgeTasks, { most: batchSize })
  await (purged.length === batchSize ? leaveToCleanup(db) : db.many(sql.purgeLists, {}))
}

/** Hides what is left, however much it is. */
async function leaveToCleanup(db: Database): Promise<void> {
  await db.many(sql.lockLists, {})
  await db.maybeOne(sql.markEmptied, {})
  await db.many(sql.expireLists, {})
}
