import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createWebhook, nowhere, withoutSecret } from '../support/webhooks.ts'

const test = testsOf('createWebhook')
const service = testService({ settings: { outboundAllowedHosts: ['hooks.internal'] } })

describe('createWebhook', () => {
  test('201: the webhook with its secret, and where it is', async () => {
    const { body, headers } = await service.alice.post('/api/me/webhooks', { url: nowhere, events: ['task.created', 'list.*'] }).expect(201)
    expect(body).toEqual({
      id: expect.any(Number),
      user_id: service.alice.id,
      url: nowhere,
      events: ['task.created', 'list.*'],
      enabled: true,
      disabled_reason: null,
      failing_since: null,
      created_at: expect.any(String),
      updated_at: body.created_at,
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
    })
    expect(headers['location']).toBe(`/api/${service.alice.id}/webhooks/${body.id}`)
    const found = await service.alice.get(headers['location'] ?? '').expect(200)
    expect(found.body).toEqual(withoutSecret(body))
  })

  test('201: the secret is another one each time, and in the database only encrypted', async () => {
    const [first, second] = [await createWebhook(service.alice), await createWebhook(service.alice)]
    expect(first.secret).not.toBe(second.secret)
    const rows = await service.database.superuser<{ row: string }>('select webhooks::text as row from webhooks where id = $1', [first.id])
    expect(rows).toHaveLength(1)
    expect(rows[0]?.row).not.toContain(first.secret.slice(6))
  })

  test('201: sent again with its Idempotency-Key, the same webhook with the same secret, which is stored encrypted', async () => {
    const create = () => service.alice.post('/api/me/webhooks', { url: nowhere, events: ['*'] }).set('Idempotency-Key', 'webhook-1')
    const first = await create().expect(201)
    const again = await create().expect(201)
    expect(again.body).toEqual(first.body)
    expect(again.headers['idempotency-replayed']).toBe('true')
    const stored = await service.database.superuser<{ body: string }>('select body from idempotency_keys where key = $1', ['webhook-1'])
    expect(stored).toHaveLength(1)
    expect(stored[0]?.body).not.toContain('whsec_')
  })

  test.each([nowhere, 'https://hooks.example:8443/', 'http://hooks.internal:8080/hook'])('201: %s', async (url) => {
    expect(await createWebhook(service.alice, { url })).toMatchObject({ url })
  })

  test.each([
    ['http://hooks.example/', 'must start with https://'],
    ['https://hooks.example:22/', 'must have port 443 or 8443'],
    ['https://me:secret@hooks.example/', 'must have no user name and no password'],
    ['https://10.0.0.1/', 'must lead to public addresses only'],
    ['https://[::1]/', 'must lead to public addresses only'],
    ['https://169.254.169.254/latest/meta-data/', 'must lead to public addresses only'],
    ['https://2130706433/', 'must lead to public addresses only'],
    ['https://', 'must be a URL that starts with https://'],
    ['ftp://hooks.example/', 'must be a URL that starts with https://'],
  ])('400: the URL %s', async (url, detail) => {
    const { body } = await service.alice.post('/api/me/webhooks', { url, events: ['*'] }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/url', detail }])
  })

  test.each(['task.finished', 'tasks.*', 'task', '', 'webhook.test', 'tag.completed'])('400: the event "%s", which does not exist', async (event) => {
    const { body } = await service.alice.post('/api/me/webhooks', { url: nowhere, events: ['task.*', event] }).expect(400)
    expect(body.errors).toMatchObject([{ pointer: '#/events/1' }])
  })

  test('400: no events', async () => {
    const { body } = await service.alice.post('/api/me/webhooks', { url: nowhere, events: [] }).expect(400)
    expect(body.errors).toMatchObject([{ pointer: '#/events' }])
  })

  test('403: more than 20', async () => {
    const carol = await service.register('many')
    await service.database.superuser(
      "insert into webhooks (user_id, url, events, enabled, secret, queued_seq) select $1, 'https://hooks.example', '{*}', false, 'x', 0 from generate_series(1, 19)",
      [carol.id],
    )
    const create = () => carol.post('/api/me/webhooks', { url: nowhere, events: ['*'] })
    const statuses = await Promise.all([create(), create(), create()])
    expect(statuses.map(({ status }) => status).sort()).toEqual([201, 403, 403])
  })
})
