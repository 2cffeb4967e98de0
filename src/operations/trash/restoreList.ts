import { changeTasks } from '../../domain/tasks/many-tasks.ts'
import * as sql from '../../generated/sql.ts'
import { withEtag } from '../../execution/preconditions.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const restoreList: Operation<'restoreList'> = async ({ params: { id }, db }) => {
  const list = await db.maybeOne(sql.restoreList, { id })
  if (!list) throw notFound('list in the trash')
  // A deleted list cannot change, so any version is current.
  const tasks = await db.many(sql.listTasksOfDeletedList, { list_id: id, list_version: list.version - 1 })
  await changeTasks(db, tasks, (ids) => db.many(sql.restoreTasksOfList, { ids }))
  return withEtag(list)
}
