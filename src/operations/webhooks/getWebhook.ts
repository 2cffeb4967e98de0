import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const getWebhook: Operation<'getWebhook'> = async ({ params: { id }, db }) => {
  const webhook = await db.maybeOne(sql.getWebhook, { id })
  if (!webhook) throw notFound('webhook')
  return webhook
}
