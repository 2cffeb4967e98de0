import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createWebhook, withoutSecret } from '../support/webhooks.ts'

const test = testsOf('patchWebhook')
const service = testService()

describe('patchWebhook', () => {
  test('200: what is sent is changed, and the rest kept', async () => {
    const webhook = withoutSecret(await createWebhook(service.alice))
    const { body } = await service.alice.patch(`/api/me/webhooks/${webhook.id}`, { events: ['task.*'] }).expect(200)
    expect(body).toEqual({ ...webhook, events: ['task.*'], updated_at: expect.any(String) })
    const changed = await service.alice.patch(`/api/me/webhooks/${webhook.id}`, { url: 'https://other.example/', enabled: false }).expect(200)
    expect(changed.body).toMatchObject({ url: 'https://other.example/', events: ['task.*'], enabled: false })
  })

  test('200: one that was disabled is as new', async () => {
    const { id } = await createWebhook(service.alice)
    await service.database.superuser("update webhooks set enabled = false, disabled_reason = 'failing', failing_since = now() where id = $1", [id])
    expect((await service.alice.get(`/api/me/webhooks/${id}`).expect(200)).body).toMatchObject({ enabled: false, disabled_reason: 'failing' })
    const { body } = await service.alice.patch(`/api/me/webhooks/${id}`, { enabled: true }).expect(200)
    expect(body).toMatchObject({ enabled: true, disabled_reason: null, failing_since: null })
  })

  test('400: a private URL, and an event that does not exist', async () => {
    const { id } = await createWebhook(service.alice)
    const private_ = await service.alice.patch(`/api/me/webhooks/${id}`, { url: 'https://192.168.0.1/' }).expect(400)
    expect(private_.body.errors).toEqual([{ pointer: '#/url', detail: 'must lead to public addresses only' }])
    const unknown = await service.alice.patch(`/api/me/webhooks/${id}`, { events: ['task.finished'] }).expect(400)
    expect(unknown.body.errors).toMatchObject([{ pointer: '#/events/0' }])
  })

  test('404: another user’s', async () => {
    const { id } = await createWebhook(service.bob)
    await service.alice.patch(`/api/me/webhooks/${id}`, { enabled: false }).expect(404)
  })
})
