import * as sql from '../../generated/sql.ts'
import { batchSize } from '../../database/in-batches.ts'
import { notFoundOrPreconditionFailed } from '../../execution/preconditions.ts'
import type { Operation } from '../../execution/operation.ts'

export const deleteList: Operation<'deleteList'> = async ({ params: { id }, versions, db }) => {
  const list = await db.maybeOne(sql.deleteList, { id, versions })
  if (!list) throw await notFoundOrPreconditionFailed(db, 'list', id, versions)
  // Statements of their own see the tasks that were being put into the list while it was waited for. The second finds none if the first
  // hides them.
  await Promise.all([db.many(sql.hideTasksOfList, { id, most: batchSize }), db.many(sql.deleteTasksOfList, { list_id: id, list_version: list.version })])
}
