import { skip } from '../occurrence.ts'
import type { Operation } from '../operation.ts'
import { recount } from '../task-place.ts'
import { taskAnswer, whyNot } from '../task.ts'

export const skipOccurrence: Operation<'skipOccurrence'> = async ({ params: { id }, versions, db }) => {
  const task = await skip(db, id, versions)
  if (!task) throw await whyNot(db, id, versions)
  await recount(db, task.parent_id)
  return taskAnswer(task)
}
