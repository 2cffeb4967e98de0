import * as sql from '../../generated/sql.ts'
import { mostWebhooks, requireReachable } from '../../domain/webhooks/endpoint.ts'
import type { Operation } from '../../execution/operation.ts'
import { WithHeaders } from '../../execution/with-headers.ts'
import { quotaExceeded } from '../../problem.ts'

export const createWebhook: Operation<'createWebhook'> = async ({ path, body: { url, events, enabled = true }, caller, db, service }) => {
  requireReachable(service, url)
  service.webhooks.expect()
  const { shown, stored } = service.webhooks.secrets.create(caller.userId)
  const creation = { url, events, enabled, secret: stored, most: mostWebhooks }
  const [, webhook] = await Promise.all([db.many(sql.lockPlaces, {}), db.maybeOne(sql.createWebhook, creation)])
  if (!webhook) throw quotaExceeded('webhooks', String(mostWebhooks))
  return new WithHeaders({ ...webhook, secret: shown }, { Location: `${path}/${webhook.id}` })
}
