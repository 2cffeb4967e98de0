import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const testWebhook: Operation<'testWebhook'> = async ({ params: { id }, db }) => {
  const delivery = await db.maybeOne(sql.queueTest, { id })
  if (!delivery) throw notFound('webhook')
  return delivery
}
