import type { Database } from '../../database/statement.ts'
import { forEachBatch } from '../../database/in-batches.ts'
import { changeTasks } from './many-tasks.ts'
import * as sql from '../../generated/sql.ts'
import { requireList } from '../lists/list.ts'
import { invalidRequest } from '../../problem.ts'
import type { Problem } from '../../problem.ts'

/** The list and the parent of a task. */
export type Parentage = { list_id: number | null; parent_id: number | null }

/** List and parent as a client sends them; an omitted one is kept, or follows from the other. */
export type WrittenPlace = { list_id?: number | null; parent_id?: number | null }

/** The number of levels of tasks, counted from the top level. */
export const mostLevels = 8

/**
 * The list and parent of a new task.
 * @throws Problem 400 for an invalid list or parent
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
 * The new list and parent of an existing task. Requires the lock on the hierarchy.
 * @throws Problem 400 for an invalid list or parent
 */
export async function resolveParentOfMoved(db: Database, { id, list_id, parent_id }: Parentage & { id: number }, written: WrittenPlace): Promise<Parentage> {
  const wanted = {
    list_id: written.list_id === undefined ? list_id : written.list_id,
    parent_id: written.parent_id === undefined ? parent_id : written.parent_id,
  }
  if (wanted.list_id === list_id && wanted.parent_id === parent_id) return wanted
  if (wanted.parent_id !== null) return placeBelow(db, { ...written, parent_id: wanted.parent_id }, id)
  await requireList(db, wanted.list_id)
  return wanted
}

/** Makes a task the parent, and locks it until the transaction ends. */
async function placeBelow(
  db: Database,
  { list_id, parent_id }: { list_id?: number | null | undefined; parent_id: number },
  id: number | null,
): Promise<Parentage> {
  const parent = await db.maybeOne(sql.lockTask, { id: parent_id, versions: null })
  if (!parent) throw atFault('parent_id', 'must be the id of one of your tasks, or null')
  if (list_id !== undefined && list_id !== parent.list_id) {
    throw atFault('list_id', 'must be the list of the parent task, or be omitted; set parent_id to null to move the task to another list')
  }
  const { depth, includes } = await db.one(sql.getDepth, { id: parent_id, task_id: id })
  if (includes) throw atFault('parent_id', 'must not be the task itself or one of its subtasks')
  const { height } = id === null ? { height: 1 } : await db.one(sql.getHeight, { id })
  if (depth + height > mostLevels) throw atFault('parent_id', `must not create more than ${mostLevels} levels of tasks: this would create ${depth + height}`)
  return { list_id: parent.list_id, parent_id }
}

/** Moves the subtasks of a task to its new list, and refreshes the counts of its parents. */
export async function propagateMove(db: Database, id: number, before: Parentage, after: Parentage): Promise<void> {
  if (before.list_id !== after.list_id) {
    await changeTasks(db, await db.many(sql.listSubtasks, { id }), (ids) => db.many(sql.moveSubtasks, { ids, list_id: after.list_id }))
  }
  if (before.parent_id !== after.parent_id) await refreshSubtaskCounts(db, before.parent_id, after.parent_id)
}

/** Refreshes the counts of direct subtasks. @returns the tasks whose counts changed */
export async function refreshSubtaskCounts(db: Database, ...tasks: (number | null)[]): Promise<Set<number>> {
  // Everybody locks them in order of their ids, which prevents deadlocks.
  const parents = [...new Set(tasks.filter((id) => id !== null))].sort((one, other) => one - other).map((id) => ({ id }))
  const changed = await forEachBatch(parents, async (ids) => {
    // Sent together: the second sees the changes that the first waited for.
    const [, counted] = await Promise.all([db.many(sql.lockTasks, { ids }), db.many(sql.countSubtasks, { ids })])
    return counted
  })
  return new Set(changed.map(({ id }) => id))
}

const atFault = (field: string, detail: string): Problem => invalidRequest([{ pointer: `#/${field}`, detail }])
