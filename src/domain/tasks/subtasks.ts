import type { Database } from '../../database/statement.ts'
import type { components } from '../../generated/contract.ts'
import { changeTasks } from './many-tasks.ts'
import * as sql from '../../generated/sql.ts'
import { refreshSubtaskCounts } from './hierarchy.ts'

type Task = components['schemas']['Task']

/**
 * Completes the subtasks of a completed task, or reopens them if the task moved to its next date. Does nothing for a reopened
 * task.
 * @returns the task afterwards
 */
export async function cascadeCompletion(db: Database, task: Task): Promise<Task> {
  if (task.subtask_count === 0 || (!task.completed && !task.occurrence)) return task
  await db.one(sql.lockPlaces, {})
  const { id, completed } = task
  const settled = await changeTasks(db, await db.many(sql.listSubtasks, { id }), (ids) => db.many(sql.settleSubtasks, { ids, completed }))
  const changed = await refreshSubtaskCounts(db, ...settled.map(({ parent_id }) => parent_id))
  return changed.has(task.id) ? { ...task, ...(await db.one(sql.getTask, { id: task.id })) } : task
}
