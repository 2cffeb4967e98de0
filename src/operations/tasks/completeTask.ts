import * as sql from '../../generated/sql.ts'
import { setCompleted } from '../../domain/occurrences/occurrence.ts'
import type { Operation } from '../../execution/operation.ts'
import { cascadeCompletion } from '../../domain/tasks/subtasks.ts'
import { refreshSubtaskCounts } from '../../domain/tasks/hierarchy.ts'
import { notFoundOrPreconditionFailed, withEtag } from '../../execution/preconditions.ts'

export const completeTask: Operation<'completeTask'> = async ({ params: { id }, body, versions, db }) => {
  const completed = body?.completed ?? null
  // The statement returns no row for a recurring task, whose occurrence is completed instead.
  const task = (await db.maybeOne(sql.completeTask, { id, completed, versions })) ?? (await setCompleted(db, id, versions, completed))
  if (!task) throw await notFoundOrPreconditionFailed(db, 'task', id, versions)
  await refreshSubtaskCounts(db, task.parent_id)
  return withEtag(body?.cascade ? await cascadeCompletion(db, task) : task)
}
