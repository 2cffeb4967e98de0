import * as sql from '../../generated/sql.ts'
import { viewOf } from '../../domain/changes/view.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'
import { withEtag } from '../../execution/preconditions.ts'

export const getTask: Operation<'getTask'> = async ({ params, ...request }) => {
  const view = await viewOf(request)
  const task = await view.maybeOne(sql.getTask, params)
  if (!task) throw notFound('task')
  return withEtag(task)
}
