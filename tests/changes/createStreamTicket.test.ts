import { expect } from 'vitest'
import { openStream } from '../support/events.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'

const test = testsOf('createStreamTicket')
const service = testService()

test('201: a ticket, for a minute', async () => {
  const before = Date.now()
  const { body } = await service.alice.post('/api/me/events/ticket').expect(201)
  expect(body).toEqual({ ticket: expect.stringMatching(/^[\w-]+\.[\w-]+$/), expires_at: expect.any(String) })
  const seconds = (Date.parse(body.expires_at) - before) / 1_000
  expect(seconds).toBeGreaterThan(50)
  expect(seconds).toBeLessThan(90)
})

test('201: another one each time', async () => {
  const [one, other] = [await service.alice.post('/api/me/events/ticket').expect(201), await service.alice.post('/api/me/events/ticket').expect(201)]
  expect(one.body.ticket).not.toBe(other.body.ticket)
})

test('201: at /api/events/ticket too, whose ticket opens a stream there', async () => {
  const { body } = await service.alice.post('/api/events/ticket').expect(201)
  const stream = await openStream(service.url, { path: '/api/events', query: { ticket: body.ticket } })
  expect(stream.status).toBe(200)
  stream.close()
})

test('400: for an invalid Idempotency-Key', async () => {
  await service.alice.post('/api/me/events/ticket').set('Idempotency-Key', 'ä').expect(400)
})
