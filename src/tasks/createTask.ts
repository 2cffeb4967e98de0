import * as sql from '../generated/sql.ts'
import { requireList } from '../list.ts'
import { WithHeaders } from '../operation.ts'
import type { Operation } from '../operation.ts'
import { useTags } from '../tag.ts'
import { taskAnswer } from '../task.ts'

export const createTask: Operation<'createTask'> = async ({ body, db }) => {
  const { list_id = null, title, description = null, completed, priority } = body
  await requireList(db, list_id)
  const tags = await useTags(db, body.tags)
  const created = await db.one(sql.createTask, { list_id, title, description, completed, priority, ...tags })
  const { body: task, headers } = taskAnswer(created)
  return new WithHeaders(task, { ...headers, Location: `/api/${task.user_id}/tasks/${task.id}` })
}
