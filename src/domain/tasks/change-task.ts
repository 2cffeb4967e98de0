import { changeRecurring } from './update-recurring.ts'
import type { Database } from '../../database/statement.ts'
import { dueInstant } from '../calendar/due-date.ts'
import { dueOfChanged } from './given-due.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation, Output } from '../../execution/operation.ts'
import { recurrenceOf } from '../calendar/recurrence.ts'
import { upsertTags } from '../tags/tag.ts'
import { propagateMove, resolveParentOfMoved, refreshSubtaskCounts } from './hierarchy.ts'
import type { Parentage, WrittenPlace } from './hierarchy.ts'
import { notFoundOrPreconditionFailed, withEtag } from '../../execution/preconditions.ts'

type Request = Parameters<Operation<'updateTask'>>[0]

/**
 * Changes the given fields of a task.
 * @throws Problem 400 for contradictory fields, 404 or 412 if no task has this id and one of the versions
 */
export async function changeTask({ params: { id }, body, versions, db }: Request): Promise<Output<'updateTask'>> {
  const { title = null, description = null, completed = null, priority = null } = body
  const due = await dueOfChanged(db, id, body)
  const recurrence = recurrenceOf(body.recurrence ?? null)
  const given = { has_description: body.description !== undefined, has_due: due !== undefined }
  const tags = body.tags ? await upsertTags(db, body.tags) : null
  const move = await moveOf(db, id, versions, body)
  if (move === 'none') throw await notFoundOrPreconditionFailed(db, 'task', id, versions)
  const change = {
    ...(move?.after ?? { list_id: null, parent_id: null }),
    moved: move !== null,
    title,
    description,
    completed,
    priority,
    due: due ?? null,
    due_at: await dueInstant(due ?? null, db),
    tags,
    ...given,
  }
  const asItIs = { has_recurrence: false, recurrence: null, recurs_from: null }
  // A change of the recurrence, or one that means something else for a recurring task, must read the task first.
  const of_plain = completed !== null || due === null || body.recurrence !== undefined
  const plain = recurrence ? undefined : await db.maybeOne(sql.updateTask, { id, versions, ...change, ...asItIs, of_plain })
  const task = plain ?? (of_plain ? await changeRecurring(db, { id, versions, change, recurrence, body }) : undefined)
  if (!task) throw await notFoundOrPreconditionFailed(db, 'task', id, versions)
  if (move) await propagateMove(db, id, move.before, move.after)
  else if (completed !== null) await refreshSubtaskCounts(db, task.parent_id)
  return withEtag(task)
}

/** The parents before and after a move; null if the task stays, 'none' if no task has this id and one of the versions. */
async function moveOf(
  db: Database,
  id: number,
  versions: number[] | null,
  written: WrittenPlace,
): Promise<{ before: Parentage; after: Parentage } | 'none' | null> {
  if (written.list_id === undefined && written.parent_id === undefined) return null
  await db.one(sql.lockPlaces, {})
  const before = await db.maybeOne(sql.lockTask, { id, versions })
  if (!before) return 'none'
  const after = await resolveParentOfMoved(db, before, written)
  return after.list_id === before.list_id && after.parent_id === before.parent_id ? null : { before, after }
}
