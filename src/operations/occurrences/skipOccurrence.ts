import { skip } from '../../domain/occurrences/occurrence.ts'
import type { Operation } from '../../execution/operation.ts'
import { recount } from '../../domain/tasks/hierarchy.ts'
import { taskAnswer, whyNot } from '../../domain/tasks/task.ts'

export const skipOccurrence: Operation<'skipOccurrence'> = async ({ params: { id }, versions, db }) => {
  const task = await skip(db, id, versions)
  if (!task) throw await whyNot(db, id, versions)
  await recount(db, task.parent_id)
  return taskAnswer(task)
}
