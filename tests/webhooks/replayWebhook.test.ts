import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import { createWebhook, endpoint, reachingThisMachine } from '../support/webhooks.ts'

const test = testsOf('replayWebhook')
const service = testService(reachingThisMachine)

describe('replayWebhook', () => {
  test('204: the changes from a number on are sent, as far as the webhook has their events', async () => {
    const carol = await service.register('replay')
    const { body: task } = await carol.post('/api/me/tasks', { title: 'Buy milk' }).expect(201)
    await carol.post('/api/me/lists', { name: 'Groceries' }).expect(201)
    await carol.patch(`/api/me/tasks/${task.id}`, { title: 'Buy oat milk' }).expect(200)
    const { url, received } = await endpoint()
    const webhook = await createWebhook(carol, { url, events: ['task.*'] })
    const told = () => received.map(({ message: { type, seq } }) => `${type} ${seq ?? ''}`)
    const replay = (from_seq: number) => carol.post(`/api/me/webhooks/${webhook.id}/replay`, { from_seq })
    await replay(1).expect(204)
    await expect.poll(told, { timeout: 30_000 }).toEqual(['task.created 1', 'task.updated 3'])
    await replay(2).expect(204)
    await expect.poll(told, { timeout: 30_000 }).toEqual(['task.created 1', 'task.updated 3', 'task.updated 3'])
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(3)
  })

  test('204: what was not sent yet is not passed over by a later number', async () => {
    const carol = await service.register('behind')
    const { url, received } = await endpoint()
    const webhook = await createWebhook(carol, { url, enabled: false })
    for (const name of ['One', 'Two']) await carol.post('/api/me/lists', { name }).expect(201)
    await carol.post(`/api/me/webhooks/${webhook.id}/replay`, { from_seq: 2 }).expect(204)
    await carol.patch(`/api/me/webhooks/${webhook.id}`, { enabled: true }).expect(200)
    await expect.poll(() => received.map(({ message }) => message.data['name']), { timeout: 30_000 }).toEqual(['One', 'Two'])
  })

  test('400: a number beyond the next change, or zero', async () => {
    const carol = await service.register('future')
    const webhook = await createWebhook(carol, { enabled: false })
    await carol.post('/api/me/lists', { name: 'One' }).expect(201)
    for (const from_seq of [0, 3, Number.MAX_SAFE_INTEGER]) {
      const { body } = await carol.post(`/api/me/webhooks/${webhook.id}/replay`, { from_seq }).expect(400)
      expect(body.errors).toMatchObject([{ pointer: '#/from_seq' }])
    }
  })

  test('404: another user’s', async () => {
    await service.alice.post(`/api/me/webhooks/${(await createWebhook(service.bob, { enabled: false })).id}/replay`, { from_seq: 1 }).expect(404)
  })
})
