import * as sql from '../../generated/sql.ts'
import { inBatches } from '../../database/in-batches.ts'
import { listNotFoundOrPreconditionFailed } from '../../domain/lists/list.ts'
import type { Operation } from '../../execution/operation.ts'

export const deleteList: Operation<'deleteList'> = async ({ params: { id }, versions, db }) => {
  const list = await db.maybeOne(sql.deleteList, { id, versions })
  if (!list) throw await listNotFoundOrPreconditionFailed(db, id, versions)
  // A statement of its own sees the tasks that were being put into the list while it was waited for.
  await inBatches((most) => db.many(sql.deleteTasksOfList, { list_id: id, list_version: list.version, most }))
}
