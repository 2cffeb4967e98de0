import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { refreshSubtaskCounts } from '../../domain/tasks/hierarchy.ts'
import { taskNotFoundOrPreconditionFailed } from '../../domain/tasks/task.ts'

export const deleteTask: Operation<'deleteTask'> = async ({ params: { id }, query: { cascade }, versions, db }) => {
  const task = await db.maybeOne(sql.deleteTask, { id, versions })
  if (!task) throw await taskNotFoundOrPreconditionFailed(db, id, versions)
  if (task.subtask_count > 0) {
    // Whoever is putting something below it just now is waited for.
    await db.one(sql.lockPlaces, {})
    await (cascade ? db.many(sql.deleteSubtasks, { id }) : db.many(sql.promoteSubtasks, { id, parent_id: task.parent_id }))
  }
  await refreshSubtaskCounts(db, task.parent_id)
}
