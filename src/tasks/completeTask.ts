import * as sql from '../generated/sql.ts'
import type { Operation } from '../operation.ts'
import { notFound } from '../problem.ts'

export const completeTask: Operation<'completeTask'> = async ({ params, body, db }) => {
  const task = await db.maybeOne(sql.completeTask, { id: params.id, completed: body?.completed ?? null })
  if (!task) throw notFound('task')
  return task
}
