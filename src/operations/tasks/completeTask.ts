import * as sql from '../../generated/sql.ts'
import { setCompleted } from '../../domain/occurrences/occurrence.ts'
import type { Operation } from '../../execution/operation.ts'
import { cascadeCompletion } from '../../domain/tasks/subtasks.ts'
import { refreshSubtaskCounts } from '../../domain/tasks/hierarchy.ts'
import { taskWithEtag, taskNotFoundOrPreconditionFailed } from '../../domain/tasks/task.ts'

export const completeTask: Operation<'completeTask'> = async ({ params: { id }, body, versions, db }) => {
  const completed = body?.completed ?? null
  // Most tasks do not recur, and are done with at once.
  const task = (await db.maybeOne(sql.completeTask, { id, completed, versions })) ?? (await setCompleted(db, id, versions, completed))
  if (!task) throw await taskNotFoundOrPreconditionFailed(db, id, versions)
  await refreshSubtaskCounts(db, task.parent_id)
  return taskWithEtag(body?.cascade ? await cascadeCompletion(db, task) : task)
}
