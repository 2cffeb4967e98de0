import type { IncomingHttpHeaders, RequestListener } from 'node:http'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import type { components } from '../../src/generated/contract.ts'
import { close, listen, portOf } from './better-auth.ts'
import type { TestDatabase } from './database.ts'
import type { Client } from './service.ts'

/** A webhook with its secret, and a delivery, as they are answered. */
export type Webhook = components['schemas']['WebhookWithSecret']
export type Delivery = components['schemas']['WebhookDelivery']

/** What an endpoint was sent. */
export type Received = { headers: IncomingHttpHeaders; body: string; message: { type: string; seq?: number; data: Record<string, unknown>; previous: object } }

/** The settings of a service that reaches the endpoints of these tests. */
export const reachingThisMachine = { settings: { outboundAllowedHosts: ['127.0.0.1'] } }

/** An address that leads nowhere. */
export const nowhere = 'https://hooks.example/taskpact'

/** An endpoint on this machine, until the test is over. @param answer is given after what came is noted; by default with 204 */
export async function endpoint(answer: RequestListener = (_, response) => response.writeHead(204).end()) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body, message: JSON.parse(body) })
      answer(request, response)
    })
  })
  await listen(server, 0)
  onTestFinished(() => close(server))
  return { url: `http://127.0.0.1:${portOf(server)}/hook`, received }
}

/** Creates a webhook: of all events, unless others are given. */
export async function createWebhook(who: Client, fields: object = {}): Promise<Webhook> {
  const { body } = await who.post('/api/me/webhooks', { url: nowhere, events: ['*'], ...fields }).expect(201)
  return body
}

/** A webhook as it is shown later. */
export function withoutSecret({ id, user_id, url, events, enabled, disabled_reason, failing_since, created_at, updated_at }: Webhook): Omit<Webhook, 'secret'> {
  return { id, user_id, url, events, enabled, disabled_reason, failing_since, created_at, updated_at }
}

/** Queues a test. */
export async function sendTest(who: Client, webhook: Pick<Webhook, 'id'>): Promise<Delivery> {
  const { body } = await who.post(`/api/me/webhooks/${webhook.id}/test`).expect(201)
  return body
}

/** The deliveries of a webhook, newest first. */
export async function deliveriesOf(who: Client, webhook: Pick<Webhook, 'id'>): Promise<Delivery[]> {
  const { body } = await who.get(`/api/me/webhooks/${webhook.id}/deliveries`).expect(200)
  return body
}

/** Makes what waits for its next try due now. */
export const makeDue = (database: TestDatabase, webhook: Pick<Webhook, 'id'>): Promise<unknown> =>
  database.superuser("update webhook_deliveries set next_at = now() where webhook_id = $1 and state = 'queued' and leased_until is null", [webhook.id])
