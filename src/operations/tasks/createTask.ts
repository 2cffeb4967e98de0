import { dueInstant, parseDueDate } from '../../domain/calendar/due-date.ts'
import * as sql from '../../generated/sql.ts'
import { WithHeaders } from '../../execution/operation.ts'
import type { Operation } from '../../execution/operation.ts'
import { recurrenceOf, requireDates } from '../../domain/calendar/recurrence.ts'
import { upsertTags } from '../../domain/tags/tag.ts'
import { resolveParentOfNew, refreshSubtaskCounts } from '../../domain/tasks/hierarchy.ts'
import { taskWithEtag } from '../../domain/tasks/task.ts'

export const createTask: Operation<'createTask'> = async ({ body, db }) => {
  const { title, description = null, completed, priority } = body
  const { list_id, parent_id } = await resolveParentOfNew(db, body)
  const due = parseDueDate(body.due ?? null)
  const recurrence = recurrenceOf(body.recurrence ?? null)
  if (recurrence) requireDates(recurrence, due, (await db.one(sql.lockTimeZone, {})).time_zone)
  const due_at = await dueInstant(due, db)
  const { tags, tag_keys } = await upsertTags(db, body.tags)
  const values = { list_id, parent_id, title, description, completed, priority, due, due_at, recurrence, recurs_from: recurrence && due, tags, tag_keys }
  const row = await db.one(sql.createTask, values)
  await refreshSubtaskCounts(db, row.parent_id)
  const { body: task, headers } = taskWithEtag(row)
  return new WithHeaders(task, { ...headers, Location: `/api/${task.user_id}/tasks/${task.id}` })
}
