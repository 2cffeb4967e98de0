import * as sql from '../generated/sql.ts'
import type { Operation } from '../operation.ts'
import { taskAnswer, whyNot } from '../task.ts'

export const completeTask: Operation<'completeTask'> = async ({ params: { id }, body, versions, db }) => {
  const task = await db.maybeOne(sql.completeTask, { id, completed: body?.completed ?? null, versions })
  if (!task) throw await whyNot(db, id, versions)
  return taskAnswer(task)
}
