import * as sql from '../../generated/sql.ts'
import { requireReachable } from '../../domain/webhooks/endpoint.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const patchWebhook: Operation<'patchWebhook'> = async ({ params: { id }, body, db, service }) => {
  const { url = null, events = null, enabled = null } = body
  if (url !== null) requireReachable(service, url)
  service.webhooks.expect()
  const webhook = await db.maybeOne(sql.patchWebhook, { id, url, events, enabled })
  if (!webhook) throw notFound('webhook')
  return webhook
}
