import * as sql from '../generated/sql.ts'
import type { Operation } from '../operation.ts'
import { notFound } from '../problem.ts'

export const deleteTask: Operation<'deleteTask'> = async ({ params, db }) => {
  const task = await db.maybeOne(sql.deleteTask, params)
  if (!task) throw notFound('task')
}
