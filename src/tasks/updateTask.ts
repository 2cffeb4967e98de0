import * as sql from '../generated/sql.ts'
import type { Operation } from '../operation.ts'
import { useTags } from '../tag.ts'
import { taskAnswer, whyNot } from '../task.ts'

export const updateTask: Operation<'updateTask'> = async ({ params: { id }, body, versions, db }) => {
  const { title = null, description = null, completed = null, priority = null } = body
  const has_description = body.description !== undefined
  const tags = body.tags ? await useTags(db, body.tags) : { tags: null, tag_keys: [] }
  const task = await db.maybeOne(sql.updateTask, { id, title, description, has_description, completed, priority, ...tags, versions })
  if (!task) throw await whyNot(db, id, versions)
  return taskAnswer(task)
}
