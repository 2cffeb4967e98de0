import * as sql from '../../generated/sql.ts'
import { settle } from '../../domain/occurrences/occurrence.ts'
import type { Operation } from '../../execution/operation.ts'
import { settleSubtasks } from '../../domain/tasks/subtasks.ts'
import { recount } from '../../domain/tasks/hierarchy.ts'
import { taskAnswer, whyNot } from '../../domain/tasks/task.ts'

export const completeTask: Operation<'completeTask'> = async ({ params: { id }, body, versions, db }) => {
  const completed = body?.completed ?? null
  // Most tasks do not recur, and are done with at once.
  const task = (await db.maybeOne(sql.completeTask, { id, completed, versions })) ?? (await settle(db, id, versions, completed))
  if (!task) throw await whyNot(db, id, versions)
  await recount(db, task.parent_id)
  return taskAnswer(body?.cascade ? await settleSubtasks(db, task) : task)
}
