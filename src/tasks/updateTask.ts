import * as sql from '../generated/sql.ts'
import type { Operation } from '../operation.ts'
import { notFound } from '../problem.ts'

export const updateTask: Operation<'updateTask'> = async ({ params, body, db }) => {
  const { title = null, description, completed = null } = body
  const has_description = description !== undefined
  const task = await db.maybeOne(sql.updateTask, { id: params.id, title, description: description ?? null, has_description, completed })
  if (!task) throw notFound('task')
  return task
}
