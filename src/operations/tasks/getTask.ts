import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'
import { taskWithEtag } from '../../domain/tasks/task.ts'

export const getTask: Operation<'getTask'> = async ({ params, db }) => {
  const task = await db.maybeOne(sql.getTask, params)
  if (!task) throw notFound('task')
  return taskWithEtag(task)
}
