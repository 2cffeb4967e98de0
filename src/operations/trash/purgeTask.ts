import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const purgeTask: Operation<'purgeTask'> = async ({ params, db }) => {
  const purged = await db.many(sql.purgeTask, params)
  if (purged.length === 0) throw notFound('task in the trash')
}
