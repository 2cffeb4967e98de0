import { describe, expect } from 'vitest'
import { Webhook as Verifier } from 'standardwebhooks'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createWebhook, endpoint, reachingThisMachine, sendTest } from '../support/webhooks.ts'
import type { Received } from '../support/webhooks.ts'

const test = testsOf('rotateWebhookSecret')
const service = testService(reachingThisMachine)

/** Whether a request was signed with a secret, by the library of Standard Webhooks. */
function isSignedWith(secret: string, { headers, body }: Received): boolean {
  const signature = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name])])
  try {
    new Verifier(secret).verify(body, Object.fromEntries(signature))
    return true
  } catch {
    return false
  }
}

describe('rotateWebhookSecret', () => {
  test('200: requests are signed with both secrets for a day, and then with the new one alone', async () => {
    const { url, received } = await endpoint()
    const webhook = await createWebhook(service.alice, { url })
    const { body: rotated } = await service.alice.post(`/api/me/webhooks/${webhook.id}/secret`).expect(200)
    expect(rotated).toEqual({ ...webhook, secret: expect.stringMatching(/^whsec_/), updated_at: expect.any(String) })
    expect(rotated.secret).not.toBe(webhook.secret)
    const secrets = [webhook.secret, rotated.secret, (await createWebhook(service.alice)).secret]
    const signedWith = (index: number): boolean[] => secrets.map((secret) => received[index] !== undefined && isSignedWith(secret, received[index]))
    await sendTest(service.alice, webhook)
    await expect.poll(() => received.length, { timeout: 10_000 }).toBe(1)
    expect(signedWith(0)).toEqual([true, true, false])
    await service.database.superuser('update webhooks set previous_secret_until = now() where id = $1', [webhook.id])
    await sendTest(service.alice, webhook)
    await expect.poll(() => received.length, { timeout: 10_000 }).toBe(2)
    expect(signedWith(1)).toEqual([false, true, false])
  })

  test('400: an invalid id', () => service.alice.post('/api/me/webhooks/first/secret').expect(400))

  test('404: another user’s', async () => {
    await service.alice.post(`/api/me/webhooks/${(await createWebhook(service.bob)).id}/secret`).expect(404)
  })
})
