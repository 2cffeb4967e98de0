import * as sql from '../generated/sql.ts'
import { WithHeaders } from '../operation.ts'
import type { Operation } from '../operation.ts'
import { useTags } from '../tag.ts'
import { taskAnswer } from '../task.ts'

export const createTask: Operation<'createTask'> = async ({ body, db }) => {
  const { title, description = null, completed, priority } = body
  const tags = await useTags(db, body.tags)
  const { body: task, headers } = taskAnswer(await db.one(sql.createTask, { title, description, completed, priority, ...tags }))
  return new WithHeaders(task, { ...headers, Location: `/api/${task.user_id}/tasks/${task.id}` })
}
