import * as sql from '../generated/sql.ts'
import { requireList } from '../list.ts'
import type { Operation } from '../operation.ts'
import { useTags } from '../tag.ts'
import { taskAnswer, whyNot } from '../task.ts'

export const updateTask: Operation<'updateTask'> = async ({ params: { id }, body, versions, db }) => {
  const { list_id = null, title = null, description = null, completed = null, priority = null } = body
  const given = { has_list: body.list_id !== undefined, has_description: body.description !== undefined }
  await requireList(db, list_id)
  const tags = body.tags ? await useTags(db, body.tags) : { tags: null, tag_keys: [] }
  const task = await db.maybeOne(sql.updateTask, { id, list_id, title, description, completed, priority, ...given, ...tags, versions })
  if (!task) throw await whyNot(db, id, versions)
  return taskAnswer(task)
}
