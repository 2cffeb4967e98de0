import { changeTasks } from '../../domain/tasks/many-tasks.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { refreshSubtaskCounts } from '../../domain/tasks/hierarchy.ts'
import { notFoundOrPreconditionFailed } from '../../execution/preconditions.ts'

export const deleteTask: Operation<'deleteTask'> = async ({ params: { id }, query: { cascade }, versions, db }) => {
  const task = await db.maybeOne(sql.deleteTask, { id, versions })
  if (!task) throw await notFoundOrPreconditionFailed(db, 'task', id, versions)
  if (task.subtask_count > 0) {
    // Wait for requests that are adding subtasks to it.
    await db.one(sql.lockPlaces, {})
    if (cascade) await changeTasks(db, await db.many(sql.listSubtasks, { id }), (ids) => db.many(sql.deleteSubtasks, { id, ids }))
    else await changeTasks(db, await db.many(sql.listDirectSubtasks, { id }), (ids) => db.many(sql.promoteSubtasks, { id, ids, parent_id: task.parent_id }))
  }
  await refreshSubtaskCounts(db, task.parent_id)
}
