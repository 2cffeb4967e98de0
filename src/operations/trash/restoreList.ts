import * as sql from '../../generated/sql.ts'
import { listWithEtag } from '../../domain/lists/list.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const restoreList: Operation<'restoreList'> = async ({ params: { id }, db }) => {
  const list = await db.maybeOne(sql.restoreList, { id })
  if (!list) throw notFound('list in the trash')
  // It has had one version since it was deleted: the one that it has now.
  await db.many(sql.restoreTasksOfList, { list_id: id, list_version: list.version - 1 })
  return listWithEtag(list)
}
