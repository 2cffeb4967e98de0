import type { Database, RowOf } from '../../database/statement.ts'
import { forEachBatch } from '../../database/in-batches.ts'
import * as sql from '../../generated/sql.ts'
import { invalidRequest, undoConflict } from '../../problem.ts'
import { moveLocalDues } from '../calendar/local-dues.ts'
import { zoneOffsets } from '../calendar/zone-offsets.ts'
import { mostLevels, refreshSubtaskCounts } from '../tasks/hierarchy.ts'
import { putBackTags, removeNewTags } from './undo-tags.ts'

type Step = RowOf<typeof sql.getStep>

/** The number of changed rows up to which a step is undone. */
const mostChanges = 10_000

/**
 * Puts back what one of the caller's steps changed, that is, all that was changed together under one number.
 * @param wanted its number; null for the last one that a request of the caller's made
 * @returns its number
 * @throws Problem 400 if it cannot be undone at all, 409 if what it changed was changed since
 */
export async function undoStep(db: Database, wanted: number | null): Promise<number> {
  // Tags are locked before tasks, and the order and the hierarchy too, by everybody.
  const [, , step] = await Promise.all([db.one(sql.lockTags, {}), db.one(sql.lockPlaces, {}), db.maybeOne(sql.getStep, { seq: wanted, most: mostChanges + 1 })])
  const { seq } = requireUndoable(step, wanted)
  const [, tasks, conflicts] = await Promise.all([db.one(sql.lockStep, { seq }), db.many(sql.listStepTasks, { seq }), db.many(sql.listChangedSince, { seq })])
  if (conflicts.length > 0) throw undoConflict(conflicts)
  await putBack(db, requireUndoable(step, wanted), tasks)
  return seq
}

function requireUndoable(step: Step | undefined, wanted: number | null): Step {
  if (!step) throw refused(wanted === null ? 'is required: there is no change to undo' : 'must be the number of one of your changes that are still recorded')
  if (step.count > mostChanges) throw refused(`must be of at most ${mostChanges} changed things: ${step.seq} is of more`)
  if (step.purged) throw refused(`must not be of something that was purged: ${step.seq} is`)
  if (step.address) throw refused(`must not be of a new e-mail address, which takes a link: ${step.seq} is`)
  if (!step.whole) throw refused(`must be still recorded as a whole: ${step.seq} is not any more`)
  return step
}

/** Puts back everything in turn: what others refer to first. Statements that are sent together are run in this order too. */
async function putBack(db: Database, { seq, at, zone, dues }: Step, tasks: { id: number }[]): Promise<void> {
  const [, changed, tags, fresh] = await Promise.all([
    db.maybeOne(sql.putBackUser, { seq }),
    db.many(sql.putBackLists, { seq }),
    db.many(sql.listStepTags, { seq }),
    db.many(sql.listNewTasks, { seq }),
  ])
  const lists = changed.filter(({ trashed }) => trashed).map(({ id }) => id)
  const created = fresh.map(({ id }) => id)
  await putBackTags(db, seq, tags)
  await forEachBatch(tasks, async (ids) => {
    const [put] = await Promise.all([
      db.many(sql.putBackTasks, { seq, ids }),
      db.many(sql.takeFromTrash, { seq, ids, created }),
      db.many(sql.putBackToTrash, { seq, ids, lists }),
    ])
    return put
  })
  await Promise.all([
    db.many(sql.joinListInTrash, { seq, lists }),
    db.many(sql.trashNewTasks, { ids: created }),
    db.many(sql.removeOccurrences, { seq }),
    db.many(sql.putBackOccurrences, { seq }),
  ])
  await removeNewTags(db, tags)
  await putBackInstants(db, { zone, dues }, tasks)
  await settle(db, tasks)
  await requirePlaces(db, { seq, at, lists }, tasks)
}

/** What follows from other tasks: the lists of subtasks in the trash, and the counts of subtasks. */
async function settle(db: Database, tasks: { id: number }[]): Promise<void> {
  const counted = await forEachBatch(tasks, async (ids) => {
    const [, found] = await Promise.all([db.many(sql.moveTrashedSubtasks, { ids }), db.many(sql.listCountedTasks, { ids })])
    return found
  })
  await refreshSubtaskCounts(db, ...counted.map(({ id }) => id))
}

/** The instants of due dates without a zone follow from the time zone of the account, which is not that of then any more. */
async function putBackInstants(db: Database, { zone, dues }: Pick<Step, 'zone' | 'dues'>, tasks: { id: number }[]): Promise<void> {
  if (!zone && !dues) return
  const offsets = await zoneOffsets((await db.one(sql.lockTimeZone, {})).time_zone)
  if (zone) await moveLocalDues(db, offsets)
  else await forEachBatch(tasks, (ids) => db.many(sql.putBackDues, { ids, ...offsets }))
}

/** @throws Problem 409 if the lists, the parents or the tags that tasks would have are not as they were */
async function requirePlaces(db: Database, { seq, at, lists }: { seq: number; at: string; lists: number[] }, tasks: { id: number }[]): Promise<void> {
  // Without a task too, for what is in the lists.
  const conflicts = await forEachBatch(tasks.length > 0 ? tasks : [{ id: 0 }], async (ids) => {
    const [misplaced, tooDeep, untagged] = await Promise.all([
      db.many(sql.findMisplaced, { ids, lists, at }),
      db.many(sql.findTooDeep, { seq, ids, most_levels: mostLevels }),
      db.many(sql.findUntagged, { ids }),
    ])
    return [...misplaced, ...tooDeep.map(({ id }) => ({ id, field: 'parent_id' })), ...untagged.map(({ id }) => ({ id, field: 'tags' }))]
  })
  if (conflicts.length > 0) throw undoConflict(conflicts.map(({ id, field }) => ({ type: 'task', id, fields: [field] })))
}

const refused = (detail: string) => invalidRequest([{ pointer: '#/seq', detail }])
