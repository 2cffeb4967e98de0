import type { Database } from '../../database/statement.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'
import { refreshSubtaskCounts } from '../../domain/tasks/hierarchy.ts'
import { taskWithEtag } from '../../domain/tasks/task.ts'

export const restoreTask: Operation<'restoreTask'> = async ({ params: { id }, db }) => {
  await db.one(sql.lockPlaces, {})
  const restored = await db.maybeOne(sql.restoreTask, { id })
  if (!restored) throw notFound('task in the trash')
  const { with_task_id, ...task } = restored
  if (task.list_id !== null) await bringBack(db, task.list_id)
  const above = task.parent_id === null ? [] : await db.many(sql.restoreAbove, { id })
  const below = await db.many(sql.restoreBelow, { id, with_task_id })
  const changed = await refreshSubtaskCounts(db, id, task.parent_id, ...[...above, ...below].map((other) => other.id), ...above.map(({ parent_id }) => parent_id))
  return taskWithEtag(changed.has(id) ? await db.one(sql.getTask, { id }) : task)
}

/** A task outside the trash is in no list that is there, even where the list is being deleted just now. */
async function bringBack(db: Database, id: number): Promise<void> {
  const list = await db.maybeOne(sql.lockList, { id })
  if (list?.deleted) await db.one(sql.restoreList, { id })
}
