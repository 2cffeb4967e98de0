import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createWebhook, withoutSecret } from '../support/webhooks.ts'

const test = testsOf('listWebhooks')
const service = testService()

describe('listWebhooks', () => {
  test('200: all of the caller, oldest first, without their secrets', async () => {
    await createWebhook(service.bob)
    expect((await service.alice.get('/api/me/webhooks').expect(200)).body).toEqual([])
    const first = await createWebhook(service.alice)
    const second = await createWebhook(service.alice, { events: ['task.*'] })
    const { body } = await service.alice.get('/api/me/webhooks').expect(200)
    expect(body).toEqual([first, second].map(withoutSecret))
  })

  test('400: an unknown parameter, with handling=strict', async () => {
    await service.alice.get('/api/me/webhooks?limit=1').set('Prefer', 'handling=strict').expect(400)
  })
})
