import { skip } from '../../domain/occurrences/occurrence.ts'
import type { Operation } from '../../execution/operation.ts'
import { refreshSubtaskCounts } from '../../domain/tasks/hierarchy.ts'
import { notFoundOrPreconditionFailed, withEtag } from '../../execution/preconditions.ts'

export const skipOccurrence: Operation<'skipOccurrence'> = async ({ params: { id }, versions, db }) => {
  const task = await skip(db, id, versions)
  if (!task) throw await notFoundOrPreconditionFailed(db, 'task', id, versions)
  await refreshSubtaskCounts(db, task.parent_id)
  return withEtag(task)
}
