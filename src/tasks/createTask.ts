import { dueAt, dueOf } from '../due.ts'
import * as sql from '../generated/sql.ts'
import { WithHeaders } from '../operation.ts'
import type { Operation } from '../operation.ts'
import { taskAnswer } from '../task.ts'

export const createTask: Operation<'createTask'> = async ({ body, db }) => {
  const { title, description = null, completed, priority } = body
  const due = dueOf(body.due ?? null)
  const row = { title, description, completed, priority, due, due_at: await dueAt(due, db) }
  const { body: task, headers } = taskAnswer(await db.one(sql.createTask, row))
  return new WithHeaders(task, { ...headers, Location: `/api/${task.user_id}/tasks/${task.id}` })
}
