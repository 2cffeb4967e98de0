import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createWebhook, sendTest } from '../support/webhooks.ts'

const test = testsOf('deleteWebhook')
const service = testService()

describe('deleteWebhook', () => {
  test('204: it is gone, with its deliveries', async () => {
    const webhook = await createWebhook(service.alice, { enabled: false })
    const delivery = await sendTest(service.alice, webhook)
    await service.alice.delete(`/api/me/webhooks/${webhook.id}`).expect(204)
    await service.alice.get(`/api/me/webhooks/${webhook.id}`).expect(404)
    await service.alice.get(`/api/me/webhook-deliveries/${delivery.id}`).expect(404)
    await service.alice.post(`/api/me/webhook-deliveries/${delivery.id}/redeliver`).expect(404)
    expect((await service.alice.get('/api/me/webhooks').expect(200)).body).toEqual([])
  })

  test('400: an invalid id', () => service.alice.delete('/api/me/webhooks/first').expect(400))

  test('404: one that is gone already, and another user’s', async () => {
    const webhook = await createWebhook(service.alice)
    await service.alice.delete(`/api/me/webhooks/${webhook.id}`).expect(204)
    await service.alice.delete(`/api/me/webhooks/${webhook.id}`).expect(404)
    await service.alice.delete(`/api/me/webhooks/${(await createWebhook(service.bob)).id}`).expect(404)
  })
})
