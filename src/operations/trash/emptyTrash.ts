import * as sql from '../../generated/sql.ts'
import { inBatches } from '../../database/in-batches.ts'
import type { Operation } from '../../execution/operation.ts'

export const emptyTrash: Operation<'emptyTrash'> = async ({ db }) => {
  await inBatches((most) => db.many(sql.purgeTasks, { most }))
  await db.many(sql.purgeLists, {})
}
