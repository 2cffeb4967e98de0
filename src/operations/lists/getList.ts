import * as sql from '../../generated/sql.ts'
import { withEtag } from '../../execution/preconditions.ts'
import { viewOf } from '../../domain/changes/view.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const getList: Operation<'getList'> = async ({ params, ...request }) => {
  const view = await viewOf(request)
  const list = await view.maybeOne(sql.getList, params)
  if (!list) throw notFound('list')
  return withEtag(list)
}
