import { dueAt, dueOf } from '../../domain/calendar/due-date.ts'
import * as sql from '../../generated/sql.ts'
import { WithHeaders } from '../../execution/operation.ts'
import type { Operation } from '../../execution/operation.ts'
import { recurrenceOf, requireDates } from '../../domain/calendar/recurrence.ts'
import { useTags } from '../../domain/tags/tag.ts'
import { placeOfNew, recount } from '../../domain/tasks/hierarchy.ts'
import { taskAnswer } from '../../domain/tasks/task.ts'

export const createTask: Operation<'createTask'> = async ({ body, db }) => {
  const { title, description = null, completed, priority } = body
  const { list_id, parent_id } = await placeOfNew(db, body)
  const due = dueOf(body.due ?? null)
  const recurrence = recurrenceOf(body.recurrence ?? null)
  if (recurrence) requireDates(recurrence, due, (await db.one(sql.lockTimeZone, {})).time_zone)
  const due_at = await dueAt(due, db)
  const { tags, tag_keys } = await useTags(db, body.tags)
  const values = { list_id, parent_id, title, description, completed, priority, due, due_at, recurrence, recurs_from: recurrence && due, tags, tag_keys }
  const row = await db.one(sql.createTask, values)
  await recount(db, row.parent_id)
  const { body: task, headers } = taskAnswer(row)
  return new WithHeaders(task, { ...headers, Location: `/api/${task.user_id}/tasks/${task.id}` })
}
