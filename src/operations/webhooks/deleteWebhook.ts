import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const deleteWebhook: Operation<'deleteWebhook'> = async ({ params: { id }, db }) => {
  if (!(await db.maybeOne(sql.deleteWebhook, { id }))) throw notFound('webhook')
}
