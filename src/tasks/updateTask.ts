import { changeRecurring } from '../change-recurring.ts'
import { dueAt, dueOf } from '../due.ts'
import * as sql from '../generated/sql.ts'
import { requireList } from '../list.ts'
import type { Operation } from '../operation.ts'
import { recurrenceOf } from '../recurrence.ts'
import { useTags } from '../tag.ts'
import { taskAnswer, whyNot } from '../task.ts'

export const updateTask: Operation<'updateTask'> = async ({ params: { id }, body, versions, db }) => {
  const { list_id = null, title = null, description = null, completed = null, priority = null } = body
  await requireList(db, list_id)
  const due = dueOf(body.due ?? null)
  const recurrence = recurrenceOf(body.recurrence ?? null)
  const given = { has_list: body.list_id !== undefined, has_description: body.description !== undefined, has_due: body.due !== undefined }
  const tags = body.tags ? await useTags(db, body.tags) : { tags: null, tag_keys: [] }
  const change = { list_id, title, description, completed, priority, due, due_at: await dueAt(due, db), ...tags, ...given }
  const asItIs = { has_recurrence: false, recurrence: null, recurs_from: null }
  // What changes how a task recurs, or would be something else where it does, has to look at the task first.
  const of_plain = completed !== null || body.due === null || body.recurrence !== undefined
  const plain = recurrence ? undefined : await db.maybeOne(sql.updateTask, { id, versions, ...change, ...asItIs, of_plain })
  const task = plain ?? (of_plain ? await changeRecurring(db, { id, versions, change, recurrence, body }) : undefined)
  if (!task) throw await whyNot(db, id, versions)
  return taskAnswer(task)
}
