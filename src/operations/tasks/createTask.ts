import { dueInstant } from '../../domain/calendar/due-date.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { recurrenceOf, requireDates } from '../../domain/calendar/recurrence.ts'
import { upsertTags } from '../../domain/tags/tag.ts'
import { resolveParentOfNew, refreshSubtaskCounts } from '../../domain/tasks/hierarchy.ts'
import { dueOfNew } from '../../domain/tasks/given-due.ts'
import { withEtag } from '../../execution/preconditions.ts'

export const createTask: Operation<'createTask'> = async ({ path, body, db }) => {
  const { title, description = null, completed, priority } = body
  const tags = await upsertTags(db, body.tags)
  const { list_id, parent_id } = await resolveParentOfNew(db, body)
  const due = dueOfNew(body)
  const recurrence = recurrenceOf(body.recurrence ?? null)
  if (recurrence) requireDates(recurrence, due, (await db.one(sql.lockTimeZone, {})).time_zone)
  const due_at = await dueInstant(due, db)
  const values = { list_id, parent_id, title, description, completed, priority, due, due_at, recurrence, recurs_from: recurrence && due, tags }
  const task = await db.one(sql.createTask, values)
  await refreshSubtaskCounts(db, task.parent_id)
  return withEtag(task, { Location: `${path}/${task.id}` })
}
