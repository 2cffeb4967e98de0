// What endpoints are sent, when, and in which order.
import type { ServerResponse } from 'node:http'
import { Webhook as Verifier } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { cleanUp } from '../support/clean-up.ts'
import { allChangesOf } from '../support/changes.ts'
import { createList } from '../support/lists.ts'
import { testService } from '../support/service.ts'
import type { Person } from '../support/service.ts'
import { createWebhook, deliveriesOf, endpoint, makeDue, reachingThisMachine, sendTest } from '../support/webhooks.ts'
import type { Delivery } from '../support/webhooks.ts'

const service = testService(reachingThisMachine)
const poll = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: 60_000 })

/** Does something of every kind. */
async function doEverything(who: Person): Promise<void> {
  const list = await createList(who)
  const { body: task } = await who.post('/api/me/tasks', { title: 'Buy milk', tags: ['errands'] }).expect(201)
  const path = `/api/me/tasks/${task.id}`
  await who.patch(path, { title: 'Buy oat milk' }).expect(200)
  await who.patch(path, { list_id: list.id }).expect(200)
  await who.patch(`${path}/complete`).expect(200)
  await who.patch(path, { completed: false }).expect(200)
  await who.delete(path).expect(204)
  await who.post(`${path}/restore`).expect(200)
  const { body: recurring } = await who.post('/api/me/tasks', { title: 'Water', due: '2026-12-01', recurrence: { rule: 'FREQ=DAILY' } }).expect(201)
  await who.patch(`/api/me/tasks/${recurring.id}/complete`).expect(200)
  await who.patch('/api/me', { name: 'Another' }).expect(200)
  await who.patch(`/api/me/lists/${list.id}`, { color: '#cc3300' }).expect(200)
  await who.delete(`/api/me/lists/${list.id}`).expect(204)
}

describe('an endpoint is sent', () => {
  test('every change that the feed has, under the same name, and its signature verifies', async () => {
    const carol = await service.register('everything')
    const { url, received } = await endpoint()
    const { secret } = await createWebhook(carol, { url })
    const { cursor } = await allChangesOf(carol)
    await doEverything(carol)
    const { changes } = await allChangesOf(carol, cursor, { mode: 'events' })
    const expected = changes.map(({ seq, event, id }) => `${seq} ${String(event)} ${id}`).sort()
    const seen = () => received.map(({ message: { seq, type, data } }) => `${seq} ${type} ${String(data['id'])}`).sort()
    await poll(seen).toEqual(expected)
    for (const { headers, body } of received) {
      const signed = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name])])
      expect(() => new Verifier(secret).verify(body, Object.fromEntries(signed))).not.toThrow()
      expect(headers['content-type']).toBe('application/json')
    }
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(received.length)
  })

  test('the resource as the API returns it, what it was before, and of a deletion the id alone', async () => {
    const carol = await service.register('bodies')
    const { url, received } = await endpoint()
    await createWebhook(carol, { url, events: ['task.*'] })
    const { body: task } = await carol.post('/api/me/tasks', { title: 'Buy milk' }).expect(201)
    const { body: changed } = await carol.patch(`/api/me/tasks/${task.id}`, { title: 'Buy oat milk' }).expect(200)
    await carol.delete(`/api/me/tasks/${task.id}`).expect(204)
    await poll(() => received.length).toBe(3)
    expect(received.map(({ message }) => message)).toEqual([
      { type: 'task.created', timestamp: expect.any(String), seq: 1, data: task, previous: {} },
      { type: 'task.updated', timestamp: expect.any(String), seq: 2, data: changed, previous: { title: 'Buy milk' } },
      { type: 'task.deleted', timestamp: expect.any(String), seq: 3, data: { id: task.id }, previous: {} },
    ])
  })

  test('nothing of other events, of other users, of a dry run, or of a request that failed', async () => {
    const [carol, dave] = [await service.register('few'), await service.register('others')]
    const { url, received } = await endpoint()
    const webhook = await createWebhook(carol, { url, events: ['list.created'] })
    await dave.post('/api/me/lists', { name: 'His' }).expect(201)
    await carol.post('/api/me/lists', { name: 'Tried' }).set('Prefer', 'dry-run').expect(201)
    await carol.post('/api/me/lists', { name: '' }).expect(400)
    await carol.post('/api/me/tasks', { title: 'Buy milk' }).expect(201)
    await createList(carol)
    await poll(() => received.map(({ message }) => message.type)).toContain('list.created')
    expect((await deliveriesOf(carol, webhook)).length).toBe(received.length)
  })
})

describe('an endpoint that fails', () => {
  test('is shown the start of its response, although its end would cut a character in half', async () => {
    const { url } = await endpoint((_, response) => response.end(`\0${'a'.repeat(498)}😀`))
    const { id } = await sendTest(service.alice, await createWebhook(service.alice, { url }))
    const delivery = async (): Promise<Delivery> => (await service.alice.get(`/api/me/webhook-deliveries/${id}`).expect(200)).body
    await poll(async () => (await delivery()).state).toBe('delivered')
    expect((await delivery()).attempts).toMatchObject([{ status: 200, response: `\uFFFD${'a'.repeat(498)}\uFFFD` }])
  })

  test('is sent the same bytes under the same id, a little later each time, up to ten times', async () => {
    const { url, received } = await endpoint((_, response) => response.writeHead(500).end('out of order'))
    const webhook = await createWebhook(service.alice, { url })
    const { id } = await sendTest(service.alice, webhook)
    const delivery = async () => (await service.alice.get(`/api/me/webhook-deliveries/${id}`).expect(200)).body
    const pauses = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
    for (const [index, seconds] of pauses.entries()) {
      await poll(async () => (await delivery()).attempts.length).toBe(index + 1)
      const { attempts, next_attempt_at, state }: Delivery = await delivery()
      expect([state, attempts.at(-1)]).toMatchObject(['queued', { status: 500, response: 'out of order', error: null }])
      const wait = (Date.parse(next_attempt_at ?? '') - Date.parse(attempts.at(-1)?.at ?? '')) / 1000
      expect(wait).toBeGreaterThan(seconds - 2)
      expect(wait).toBeLessThan(seconds * 1.1 + 30)
      await makeDue(service.database, webhook)
    }
    await poll(async () => (await delivery()).state).toBe('failed')
    expect(await delivery()).toMatchObject({ next_attempt_at: null, attempts: { length: 10 } })
    expect(new Set(received.map(({ body, headers }) => `${String(headers['webhook-id'])} ${body}`)).size).toBe(1)
    expect(received).toHaveLength(10)
  })

  test('gets the next change of a thing only after the one before, and those of other things meanwhile', async () => {
    const carol = await service.register('order')
    let works = false
    const { url, received } = await endpoint((_, response) => response.writeHead(works || !received.at(-1)?.body.includes('First') ? 204 : 500).end())
    const webhook = await createWebhook(carol, { url, events: ['task.*'] })
    const { body: first } = await carol.post('/api/me/tasks', { title: 'First' }).expect(201)
    await poll(() => received.length).toBe(1)
    await carol.patch(`/api/me/tasks/${first.id}`, { title: 'First, changed' }).expect(200)
    await carol.post('/api/me/tasks', { title: 'Second' }).expect(201)
    await poll(() => received.map(({ message }) => message.data['title'])).toContain('Second')
    expect(received.map(({ message }) => message.data['title'])).not.toContain('First, changed')
    works = true
    await makeDue(service.database, webhook)
    await poll(() => received.map(({ message }) => message.data['title']).slice(-2)).toEqual(['First', 'First, changed'])
  })

  test('is disabled at once by 410, and after five days of failure, and says why', async () => {
    let status = 500
    const { url } = await endpoint((_, response) => response.writeHead(status).end())
    const [failing, gone] = [await createWebhook(service.alice, { url }), await createWebhook(service.alice, { url })]
    const shown = async (id: number) => (await service.alice.get(`/api/me/webhooks/${id}`).expect(200)).body
    await sendTest(service.alice, failing)
    await poll(() => shown(failing.id)).toMatchObject({ enabled: true, failing_since: expect.any(String) })
    await service.database.superuser("update webhooks set failing_since = now() - interval '121 hours' where id = $1", [failing.id])
    await makeDue(service.database, failing)
    await poll(() => shown(failing.id)).toMatchObject({ enabled: false, disabled_reason: 'failing' })
    status = 410
    await sendTest(service.alice, gone)
    await poll(() => shown(gone.id)).toMatchObject({ enabled: false, disabled_reason: 'gone' })
    expect((await deliveriesOf(service.alice, gone))[0]).toMatchObject({ state: 'failed', attempts: [{ status: 410 }] })
    await poll(() => service.log.filter(({ msg }) => msg === 'a webhook was disabled').map(({ reason }) => reason)).toEqual(['failing', 'gone'])
  })

  test('is left alone for as long as its Retry-After says', async () => {
    const { url, received } = await endpoint((_, response) => response.writeHead(429, { 'Retry-After': '3600' }).end())
    const webhook = await createWebhook(service.alice, { url })
    await sendTest(service.alice, webhook)
    await poll(async () => (await deliveriesOf(service.alice, webhook))[0]?.attempts.length).toBe(1)
    const [paused] = await service.database.superuser<{ seconds: number }>(
      'select extract(epoch from paused_until - now())::int as seconds from webhooks where id = $1',
      [webhook.id],
    )
    expect(paused?.seconds).toBeGreaterThan(3_500)
    // Another endpoint is sent what is queued later, and this one is not.
    await sendTest(service.alice, webhook)
    const other = await endpoint()
    await sendTest(service.alice, await createWebhook(service.alice, { url: other.url }))
    await poll(() => other.received.length).toBe(1)
    expect(received).toHaveLength(1)
  })

  test('by a redirect: it is not followed', async () => {
    const target = await endpoint()
    const { url } = await endpoint((_, response) => response.writeHead(307, { Location: target.url }).end())
    const webhook = await createWebhook(service.alice, { url })
    await sendTest(service.alice, webhook)
    await poll(async () => (await deliveriesOf(service.alice, webhook))[0]).toMatchObject({ state: 'queued', attempts: [{ status: 307 }] })
    expect(target.received).toEqual([])
  })

  test('by an address that is private now: that is final', async () => {
    const webhook = await createWebhook(service.alice)
    await service.database.superuser("update webhooks set url = 'https://localhost/' where id = $1", [webhook.id])
    await sendTest(service.alice, webhook)
    await poll(async () => (await deliveriesOf(service.alice, webhook))[0]?.attempts.length).toBe(1)
    await service.database.superuser("update webhooks set url = 'https://10.0.0.1/' where id = $1", [webhook.id])
    await sendTest(service.alice, webhook)
    const refused = { state: 'failed', attempts: [{ status: null, error: 'The URL must lead to public addresses only' }] }
    await poll(async () => (await deliveriesOf(service.alice, webhook))[0]).toMatchObject(refused)
  })

  test('does not keep others waiting by not answering, and has four requests at a time', async () => {
    const open: ServerResponse[] = []
    const hanging = await endpoint((_, response) => open.push(response))
    const webhook = await createWebhook(service.alice, { url: hanging.url })
    for (let count = 0; count < 6; count += 1) await sendTest(service.alice, webhook)
    await poll(() => hanging.received.length).toBe(4)
    const { url, received } = await endpoint()
    const other = await createWebhook(service.bob, { url })
    for (let count = 0; count < 6; count += 1) await sendTest(service.bob, other)
    await poll(() => received.length).toBe(6)
    expect(hanging.received).toHaveLength(4)
    for (const response of open.splice(0)) response.writeHead(204).end()
    await poll(() => hanging.received.length).toBe(6)
    for (const response of open) response.writeHead(204).end()
  })
})

describe('what is kept', () => {
  test('no text of what was purged, and nothing of an account that was deleted', async () => {
    const carol = await service.register('purged')
    await createWebhook(carol)
    const { body: task } = await carol.post('/api/me/tasks', { title: 'A secret plan' }).expect(201)
    await carol.delete(`/api/me/tasks/${task.id}`).expect(204)
    const texts = () => service.database.superuser<{ body: string }>('select body from webhook_deliveries where user_id = $1', [carol.id])
    await poll(async () => JSON.stringify(await texts())).toContain('task.deleted')
    expect(JSON.stringify(await texts())).toContain('A secret plan')
    await carol.delete(`/api/me/trash/${task.id}`).expect(204)
    expect(JSON.stringify(await texts())).not.toContain('A secret plan')
    expect(await texts()).not.toEqual([])
    await carol.delete('/api/me').expect(204)
    await cleanUp(service.database)
    expect(await texts()).toEqual([])
    expect(await service.database.superuser('select from webhooks where user_id = $1', [carol.id])).toEqual([])
  })

  test('that something was deleted, though it was purged before anything was sent', async () => {
    const carol = await service.register('purged-unsent')
    const { url, received } = await endpoint()
    const webhook = await createWebhook(carol, { url, enabled: false })
    const { body: task } = await carol.post('/api/me/tasks', { title: 'A secret plan' }).expect(201)
    await carol.delete(`/api/me/tasks/${task.id}`).expect(204)
    await carol.delete(`/api/me/trash/${task.id}`).expect(204)
    await carol.patch(`/api/me/webhooks/${webhook.id}`, { enabled: true }).expect(200)
    await poll(() => received.map(({ message }) => [message.type, message.data])).toEqual([['task.deleted', { id: task.id }]])
  })

  test('a thousand messages in a queue, and of the rest the place of the webhook, until there is room', async () => {
    const carol = await service.register('backlog')
    const { url, received } = await endpoint((_, response) => response.writeHead(500).end())
    const webhook = await createWebhook(carol, { url })
    await service.database.superuser('insert into tasks (user_id, title) select $1, n::text from generate_series(1, 1500) as n', [carol.id])
    const counted = () =>
      service.database.superuser<{ count: number }>('select count(*)::int as count from webhook_deliveries where webhook_id = $1', [webhook.id])
    await poll(async () => (await counted())[0]?.count).toBe(1_000)
    await poll(() => received.length).toBeGreaterThan(0)
    await service.database.superuser("update webhook_deliveries set state = 'failed' where webhook_id = $1", [webhook.id])
    await poll(async () => (await counted())[0]?.count).toBe(1_500)
  })

  test('deliveries, for 30 days', async () => {
    const webhook = await createWebhook(service.alice, { enabled: false })
    const [old, recent] = [await sendTest(service.alice, webhook), await sendTest(service.alice, webhook)]
    await service.database.superuser("update webhook_deliveries set created_at = now() - interval '721 hours' where id = $1", [old.id])
    await cleanUp(service.database)
    expect((await deliveriesOf(service.alice, webhook)).map(({ id }) => id)).toEqual([recent.id])
  })
})

test('a delivery whose process ended on the way is sent by the next', async () => {
  const { url, received } = await endpoint()
  const webhook = await createWebhook(service.alice, { url, enabled: false })
  await sendTest(service.alice, webhook)
  // As the process leaves it that has taken it.
  await service.database.superuser("update webhook_deliveries set next_at = now() + interval '1 minute', leased_until = next_at where webhook_id = $1", [
    webhook.id,
  ])
  await service.alice.patch(`/api/me/webhooks/${webhook.id}`, { enabled: true }).expect(200)
  await service.database.superuser('update webhook_deliveries set next_at = now(), leased_until = now() where webhook_id = $1', [webhook.id])
  await poll(() => received.length).toBe(1)
})
