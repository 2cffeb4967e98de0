import * as sql from '../../generated/sql.ts'
import { listWithEtag } from '../../domain/lists/list.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const getList: Operation<'getList'> = async ({ params, db }) => {
  const list = await db.maybeOne(sql.getList, params)
  if (!list) throw notFound('list')
  return listWithEtag(list)
}
