import { changeRecurring } from './update-recurring.ts'
import type { Database } from '../../database/statement.ts'
import { dueInstant, parseDueDate } from '../calendar/due-date.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation, Output } from '../../execution/operation.ts'
import { recurrenceOf } from '../calendar/recurrence.ts'
import { upsertTags } from '../tags/tag.ts'
import { propagateMove, resolveParentOfMoved, refreshSubtaskCounts } from './hierarchy.ts'
import type { Parentage, WrittenPlace } from './hierarchy.ts'
import { taskWithEtag, taskNotFoundOrPreconditionFailed } from './task.ts'

type Request = Parameters<Operation<'updateTask'>>[0]

/**
 * Changes those fields of a task that are given; the others stay as they are.
 * @throws Problem 400 where a field does not go with another, 404 and 412 where there is no such task in one of the versions
 */
export async function changeTask({ params: { id }, body, versions, db }: Request): Promise<Output<'updateTask'>> {
  const { title = null, description = null, completed = null, priority = null } = body
  const due = parseDueDate(body.due ?? null)
  const recurrence = recurrenceOf(body.recurrence ?? null)
  const given = { has_description: body.description !== undefined, has_due: body.due !== undefined }
  const tags = body.tags ? await upsertTags(db, body.tags) : { tags: null, tag_keys: [] }
  const move = await moveOf(db, id, versions, body)
  if (move === 'none') throw await taskNotFoundOrPreconditionFailed(db, id, versions)
  const change = { ...(move?.after ?? { list_id: null, parent_id: null }), moved: move !== null, title, description, completed, priority, due, due_at: await dueInstant(due, db), ...tags, ...given }
  const asItIs = { has_recurrence: false, recurrence: null, recurs_from: null }
  // What changes how a task recurs, or would be something else where it does, has to look at the task first.
  const of_plain = completed !== null || body.due === null || body.recurrence !== undefined
  const plain = recurrence ? undefined : await db.maybeOne(sql.updateTask, { id, versions, ...change, ...asItIs, of_plain })
  const task = plain ?? (of_plain ? await changeRecurring(db, { id, versions, change, recurrence, body }) : undefined)
  if (!task) throw await taskNotFoundOrPreconditionFailed(db, id, versions)
  if (move) await propagateMove(db, id, move.before, move.after)
  else if (completed !== null) await refreshSubtaskCounts(db, task.parent_id)
  return taskWithEtag(task)
}

/** Where a change takes a task from, and to; null where it stays, and 'none' where there is no such task in one of the versions. */
async function moveOf(db: Database, id: number, versions: number[] | null, written: WrittenPlace): Promise<{ before: Parentage; after: Parentage } | 'none' | null> {
  if (written.list_id === undefined && written.parent_id === undefined) return null
  await db.one(sql.lockPlaces, {})
  const before = await db.maybeOne(sql.lockTask, { id, versions })
  if (!before) return 'none'
  const after = await resolveParentOfMoved(db, before, written)
  return after.list_id === before.list_id && after.parent_id === before.parent_id ? null : { before, after }
}
