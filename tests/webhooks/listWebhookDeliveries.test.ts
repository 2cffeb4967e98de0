import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createWebhook, deliveriesOf, sendTest } from '../support/webhooks.ts'

const test = testsOf('listWebhookDeliveries')
const service = testService()

describe('listWebhookDeliveries', () => {
  test('200: newest first, page by page', async () => {
    const webhook = await createWebhook(service.alice, { enabled: false })
    const sent = [await sendTest(service.alice, webhook), await sendTest(service.alice, webhook), await sendTest(service.alice, webhook)]
    expect(await deliveriesOf(service.alice, webhook)).toEqual(sent.toReversed())
    const first = await service.alice.get(`/api/me/webhooks/${webhook.id}/deliveries?limit=2`).expect(200)
    const [, next = ''] = /<(.*)>; rel="next"/.exec(first.headers['link'] ?? '') ?? []
    const second = await service.alice.get(next).expect(200)
    expect([...first.body, ...second.body]).toEqual(sent.toReversed())
    expect(second.headers['link']).toBeUndefined()
  })

  test('400: a limit of none', async () => {
    const webhook = await createWebhook(service.alice, { enabled: false })
    await service.alice.get(`/api/me/webhooks/${webhook.id}/deliveries?limit=0`).expect(400)
  })

  test('404: of another user’s', async () => {
    await service.alice.get(`/api/me/webhooks/${(await createWebhook(service.bob, { enabled: false })).id}/deliveries`).expect(404)
  })
})
