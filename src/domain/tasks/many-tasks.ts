import { batchSize, forEachBatch } from '../../database/in-batches.ts'
import type { Database } from '../../database/statement.ts'
import * as sql from '../../generated/sql.ts'

/**
 * Changes tasks, one batch after another. To record all changes of many tasks as the transaction commits could exceed the timeout of
 * that one statement, so they are recorded with each batch.
 * @param change changes the tasks with these ids
 * @returns the rows of all batches
 */
export async function changeTasks<Row>(db: Database, tasks: readonly { id: number }[], change: (ids: number[]) => Promise<Row[]>): Promise<Row[]> {
  if (tasks.length > batchSize) {
    // The number of the changes is held from here until the commit. No transaction that waits for it may hold a task that is still to be changed.
    await db.many(sql.lockTasks, { ids: tasks.map(({ id }) => id) })
    await db.one(sql.finishChanges, {})
  }
  return forEachBatch(tasks, change)
}
