import type { Database } from '../database.ts'
import * as sql from '../generated/sql.ts'
import type { Operation } from '../operation.ts'
import { notFound } from '../problem.ts'
import { taskAnswer } from '../task.ts'

export const restoreTask: Operation<'restoreTask'> = async ({ params: { id }, db }) => {
  const task = await db.maybeOne(sql.restoreTask, { id })
  if (!task) throw notFound('task in the trash')
  if (task.list_id !== null) await bringBack(db, task.list_id)
  return taskAnswer(task)
}

/** A task outside the trash is in no list that is there, even where the list is being deleted just now. */
async function bringBack(db: Database, id: number): Promise<void> {
  const list = await db.maybeOne(sql.lockList, { id })
  if (list?.deleted) await db.one(sql.restoreList, { id })
}
