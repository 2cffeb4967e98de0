import * as sql from '../generated/sql.ts'
import type { Operation } from '../operation.ts'
import { notFound } from '../problem.ts'

export const purgeTask: Operation<'purgeTask'> = async ({ params, db }) => {
  if (!(await db.maybeOne(sql.purgeTask, params))) throw notFound('task in the trash')
}
