import type { Database } from '../../database/statement.ts'
import { changeTasks } from '../../domain/tasks/many-tasks.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'
import { refreshSubtaskCounts } from '../../domain/tasks/hierarchy.ts'
import { withEtag } from '../../execution/preconditions.ts'

export const restoreTask: Operation<'restoreTask'> = async ({ params: { id }, db }) => {
  await db.one(sql.lockPlaces, {})
  const restored = (await restoreOne(db, id)) ?? (await restoreFromList(db, id))
  if (!restored) throw notFound('task in the trash')
  const { with_task_id, ...task } = restored
  if (task.list_id !== null) await bringBack(db, task.list_id, id)
  const above = task.parent_id === null ? [] : await db.many(sql.restoreAbove, { id })
  const below = await changeTasks(db, await db.many(sql.listSubtasks, { id }), (ids) => db.many(sql.restoreBelow, { ids, id, with_task_id }))
  const changed = await refreshSubtaskCounts(
    db,
    id,
    task.parent_id,
    ...[...above, ...below].map((other) => other.id),
    ...above.map(({ parent_id }) => parent_id),
  )
  return withEtag(changed.has(id) ? await db.one(sql.getTask, { id }) : task)
}

type Restored = Awaited<ReturnType<typeof restoreOne>>
const restoreOne = (db: Database, id: number) => db.maybeOne(sql.restoreTask, { id })

/** Restores a task that is in the trash with its list. */
async function restoreFromList(db: Database, id: number): Promise<Restored> {
  const list = await db.maybeOne(sql.findHidingList, { id })
  if (!list) return undefined
  await bringBack(db, list.id, null)
  return restoreOne(db, id)
}

/**
 * Restores a list without its tasks: a task outside the trash must not be in a list in the trash, even if the list is being deleted
 * concurrently.
 * @param restored the task that has been restored already
 */
async function bringBack(db: Database, list_id: number, restored: number | null): Promise<void> {
  const list = await db.maybeOne(sql.lockList, { id: list_id })
  if (!list?.deleted) return
  const hidden = list.hides_tasks ? await db.many(sql.listHiddenTasks, { list_id, except: restored }) : []
  await changeTasks(db, hidden, (ids) => db.many(sql.unpackTasks, { ids }))
  await db.one(sql.restoreList, { id: list_id })
}
