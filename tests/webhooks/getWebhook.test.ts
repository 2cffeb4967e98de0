import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createWebhook, withoutSecret } from '../support/webhooks.ts'

const test = testsOf('getWebhook')
const service = testService()

describe('getWebhook', () => {
  test('200: the webhook, without its secret', async () => {
    const webhook = withoutSecret(await createWebhook(service.alice))
    expect((await service.alice.get(`/api/me/webhooks/${webhook.id}`).expect(200)).body).toEqual(webhook)
  })

  test('400: an invalid id', () => service.alice.get('/api/me/webhooks/first').expect(400))

  test('404: one that does not exist, or is not the caller’s', async () => {
    const { id } = await createWebhook(service.bob)
    await service.alice.get(`/api/me/webhooks/${id}`).expect(404)
    await service.alice.get('/api/me/webhooks/999999').expect(404)
  })
})
