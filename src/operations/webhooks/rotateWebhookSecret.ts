import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const rotateWebhookSecret: Operation<'rotateWebhookSecret'> = async ({ params: { id }, caller, db, service }) => {
  const { shown, stored } = service.webhooks.secrets.create(caller.userId)
  const webhook = await db.maybeOne(sql.rotateSecret, { id, secret: stored })
  if (!webhook) throw notFound('webhook')
  return { ...webhook, secret: shown }
}
