import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const redeliverWebhook: Operation<'redeliverWebhook'> = async ({ params: { id }, db }) => {
  const delivery = await db.maybeOne(sql.redeliver, { id })
  if (!delivery) throw notFound('delivery')
  return delivery
}
