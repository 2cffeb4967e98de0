import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createWebhook, endpoint, reachingThisMachine } from '../support/webhooks.ts'

const test = testsOf('testWebhook')
const service = testService(reachingThisMachine)

describe('testWebhook', () => {
  test('201: the delivery, which is sent at once, whatever the events are', async () => {
    const { url, received } = await endpoint()
    const webhook = await createWebhook(service.alice, { url, events: ['list.moved'] })
    const { body } = await service.alice.post(`/api/me/webhooks/${webhook.id}/test`).expect(201)
    expect(body).toMatchObject({ webhook_id: webhook.id, event: 'webhook.test', seq: null, state: 'queued', attempts: [] })
    await expect.poll(() => received.map(({ message }) => message), { timeout: 10_000 }).toEqual([JSON.parse(body.body)])
    expect(received[0]?.message).toMatchObject({ type: 'webhook.test', data: { webhook_id: webhook.id } })
    const now = async () => (await service.alice.get(`/api/me/webhook-deliveries/${body.id}`).expect(200)).body
    await expect.poll(now).toMatchObject({ state: 'delivered', next_attempt_at: null, attempts: [{ status: 204, response: '', error: null }] })
  })

  test('201: for a webhook that is not enabled, sent once it is', async () => {
    const { url, received } = await endpoint()
    const webhook = await createWebhook(service.alice, { url, enabled: false })
    await service.alice.post(`/api/me/webhooks/${webhook.id}/test`).expect(201)
    await service.alice.patch(`/api/me/webhooks/${webhook.id}`, { enabled: true }).expect(200)
    await expect.poll(() => received.length, { timeout: 10_000 }).toBe(1)
  })

  test('400: an invalid id', () => service.alice.post('/api/me/webhooks/first/test').expect(400))

  test('404: another user’s', async () => {
    await service.alice.post(`/api/me/webhooks/${(await createWebhook(service.bob)).id}/test`).expect(404)
  })
})
