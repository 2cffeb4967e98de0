import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createWebhook, endpoint, reachingThisMachine, sendTest } from '../support/webhooks.ts'

const test = testsOf('redeliverWebhook')
const service = testService(reachingThisMachine)

describe('redeliverWebhook', () => {
  test('201: the same message is sent again, byte for byte', async () => {
    const { url, received } = await endpoint()
    const delivery = await sendTest(service.alice, await createWebhook(service.alice, { url }))
    await expect.poll(() => received.length, { timeout: 10_000 }).toBe(1)
    const { body } = await service.alice.post(`/api/me/webhook-deliveries/${delivery.id}/redeliver`).expect(201)
    expect(body).toMatchObject({ message_id: delivery.message_id, body: delivery.body, state: 'queued', attempts: [] })
    expect(body.id).toBeGreaterThan(delivery.id)
    await expect.poll(() => received.length, { timeout: 10_000 }).toBe(2)
    expect(received[1]?.body).toBe(received[0]?.body)
    expect(received[1]?.headers['webhook-id']).toBe(received[0]?.headers['webhook-id'])
  })

  test('400: an invalid id', () => service.alice.post('/api/me/webhook-deliveries/first/redeliver').expect(400))

  test('404: another user’s', async () => {
    const delivery = await sendTest(service.bob, await createWebhook(service.bob, { enabled: false }))
    await service.alice.post(`/api/me/webhook-deliveries/${delivery.id}/redeliver`).expect(404)
  })
})
