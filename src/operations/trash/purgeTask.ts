import { changeTasks } from '../../domain/tasks/many-tasks.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const purgeTask: Operation<'purgeTask'> = async ({ params, db }) => {
  const purged = await changeTasks(db, await db.many(sql.listPurged, params), (ids) => db.many(sql.purgeTree, { ids }))
  if (purged.length === 0) throw notFound('task in the trash')
}
