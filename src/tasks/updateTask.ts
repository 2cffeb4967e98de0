import { dueAt, dueOf } from '../due.ts'
import * as sql from '../generated/sql.ts'
import type { Operation } from '../operation.ts'
import { taskAnswer, whyNot } from '../task.ts'

export const updateTask: Operation<'updateTask'> = async ({ params: { id }, body, versions, db }) => {
  const { title = null, description = null, completed = null, priority = null } = body
  const due = dueOf(body.due ?? null)
  const given = { has_description: body.description !== undefined, has_due: body.due !== undefined }
  const change = { title, description, completed, priority, due, due_at: await dueAt(due, db), ...given }
  const task = await db.maybeOne(sql.updateTask, { id, versions, ...change })
  if (!task) throw await whyNot(db, id, versions)
  return taskAnswer(task)
}
