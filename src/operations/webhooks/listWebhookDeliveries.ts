import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { placeById } from '../../execution/page.ts'
import { notFound } from '../../problem.ts'

export const listWebhookDeliveries: Operation<'listWebhookDeliveries'> = async ({ params: { id }, page, db }) => {
  const rows = await db.many(sql.listDeliveries, { webhook_id: id, before: page.start?.id ?? Number.MAX_SAFE_INTEGER, limit: page.rows })
  // What has deliveries is there.
  if (rows.length === 0 && !(await db.maybeOne(sql.getWebhook, { id }))) throw notFound('webhook')
  const stateOf = ({ id: delivery, state, attempts }: { id: number; state: string; attempts: unknown[] }): string => `${delivery}:${state}:${attempts.length}`
  return page.response(rows, { stateOf, placeOf: placeById })
}
