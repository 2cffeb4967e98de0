import type { Database } from '../../database/statement.ts'
import * as sql from '../../generated/sql.ts'
import { requireList } from '../lists/list.ts'
import { invalidRequest } from '../../problem.ts'
import type { Problem } from '../../problem.ts'

/** Where a task is: in which list, and below which task. */
export type Parentage = { list_id: number | null; parent_id: number | null }

/** A place as a client writes it; what is left out stays, or follows from the rest. */
export type WrittenPlace = { list_id?: number | null; parent_id?: number | null }

const mostLevels = 8

/**
 * Where a new task goes.
 * @throws Problem 400 for a list or a task above it that cannot be
 */
export async function resolveParentOfNew(db: Database, { list_id, parent_id }: WrittenPlace): Promise<Parentage> {
  if (parent_id !== undefined && parent_id !== null) {
    await db.one(sql.lockPlaces, {})
    return placeBelow(db, { list_id, parent_id }, null)
  }
  await requireList(db, list_id)
  return { list_id: list_id ?? null, parent_id: null }
}

/**
 * Where a task goes that is somewhere already, given that the places are locked.
 * @throws Problem 400 for a list or a task above it that cannot be
 */
export async function resolveParentOfMoved(db: Database, { id, list_id, parent_id }: Parentage & { id: number }, written: WrittenPlace): Promise<Parentage> {
  const wanted = { list_id: written.list_id === undefined ? list_id : written.list_id, parent_id: written.parent_id === undefined ? parent_id : written.parent_id }
  if (wanted.list_id === list_id && wanted.parent_id === parent_id) return wanted
  if (wanted.parent_id !== null) return placeBelow(db, { ...written, parent_id: wanted.parent_id }, id)
  await requireList(db, wanted.list_id)
  return wanted
}

/** The place below a task, which stays there until the transaction ends. */
async function placeBelow(db: Database, { list_id, parent_id }: { list_id?: number | null | undefined; parent_id: number }, id: number | null): Promise<Parentage> {
  const parent = await db.maybeOne(sql.lockTask, { id: parent_id, versions: null })
  if (!parent) throw atFault('parent_id', 'must be the id of one of your tasks, or null')
  if (list_id !== undefined && list_id !== parent.list_id) {
    throw atFault('list_id', 'must be the list of the task above, or be left out; send parent_id null to have the task in another list')
  }
  const { depth, includes } = await db.one(sql.getDepth, { id: parent_id, task_id: id })
  if (includes) throw atFault('parent_id', 'must not be the task itself, nor one below it')
  const { height } = id === null ? { height: 1 } : await db.one(sql.getHeight, { id })
  if (depth + height > mostLevels) throw atFault('parent_id', `must not lead to more than ${mostLevels} levels of tasks, and these would be ${depth + height}`)
  return { list_id: parent.list_id, parent_id }
}

/** Brings what is below a task along to its new list, and has the tasks above it count anew. */
export async function propagateMove(db: Database, id: number, before: Parentage, after: Parentage): Promise<void> {
  if (before.list_id !== after.list_id) await db.many(sql.moveSubtasks, { id, list_id: after.list_id })
  if (before.parent_id !== after.parent_id) await refreshSubtaskCounts(db, before.parent_id, after.parent_id)
}

/** Has tasks count what is directly below them anew. @returns those whose counts were others */
export async function refreshSubtaskCounts(db: Database, ...tasks: (number | null)[]): Promise<Set<number>> {
  const ids = [...new Set(tasks.filter((id) => id !== null))]
  if (ids.length === 0) return new Set()
  // Sent at once: the second sees what those did that the first waited for.
  const [, changed] = await Promise.all([db.many(sql.lockTasks, { ids }), db.many(sql.countSubtasks, { ids })])
  return new Set(changed.map(({ id }) => id))
}

const atFault = (field: string, detail: string): Problem => invalidRequest([{ pointer: `#/${field}`, detail }])
