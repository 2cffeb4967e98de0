import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createWebhook, sendTest } from '../support/webhooks.ts'

const test = testsOf('getWebhookDelivery')
const service = testService()

describe('getWebhookDelivery', () => {
  test('200: the delivery', async () => {
    const delivery = await sendTest(service.alice, await createWebhook(service.alice, { enabled: false }))
    expect((await service.alice.get(`/api/me/webhook-deliveries/${delivery.id}`).expect(200)).body).toEqual(delivery)
  })

  test('400: an invalid id', () => service.alice.get('/api/me/webhook-deliveries/first').expect(400))

  test('404: another user’s', async () => {
    const delivery = await sendTest(service.bob, await createWebhook(service.bob, { enabled: false }))
    await service.alice.get(`/api/me/webhook-deliveries/${delivery.id}`).expect(404)
  })
})
