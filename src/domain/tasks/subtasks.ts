import type { Database } from '../../database/statement.ts'
import type { components } from '../../generated/contract.ts'
import * as sql from '../../generated/sql.ts'
import { refreshSubtaskCounts } from './hierarchy.ts'

type Task = components['schemas']['Task']

/**
 * What completing a task comes to for what is below it: that is completed too, or reopened for the next time where the task has
 * moved on to its next date. Where the task was reopened, nothing.
 * @returns the task as it is then
 */
export async function cascadeCompletion(db: Database, task: Task): Promise<Task> {
  if (task.subtask_count === 0 || (!task.completed && !task.occurrence)) return task
  await db.one(sql.lockPlaces, {})
  const settled = await db.many(sql.settleSubtasks, { id: task.id, completed: task.completed })
  const changed = await refreshSubtaskCounts(db, ...settled.map(({ parent_id }) => parent_id))
  return changed.has(task.id) ? { ...task, ...(await db.one(sql.getTask, { id: task.id })) } : task
}
