import { skip } from '../../domain/occurrences/occurrence.ts'
import type { Operation } from '../../execution/operation.ts'
import { refreshSubtaskCounts } from '../../domain/tasks/hierarchy.ts'
import { taskWithEtag, taskNotFoundOrPreconditionFailed } from '../../domain/tasks/task.ts'

export const skipOccurrence: Operation<'skipOccurrence'> = async ({ params: { id }, versions, db }) => {
  const task = await skip(db, id, versions)
  if (!task) throw await taskNotFoundOrPreconditionFailed(db, id, versions)
  await refreshSubtaskCounts(db, task.parent_id)
  return taskWithEtag(task)
}
