import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from '../../src/generated/handlers.ts'
import { startCollector, tracingTo } from '../support/collector.ts'
import type { Span } from '../support/collector.ts'
import { passwordOf, start } from '../support/service.ts'
import type { TestService } from '../support/service.ts'
import { createWebhook, endpoint } from '../support/webhooks.ts'

let collector: Awaited<ReturnType<typeof startCollector>>
let service: TestService
beforeAll(async () => {
  collector = await startCollector()
  service = await start({
    settings: { tracing: tracingTo(collector.url), outboundAllowedHosts: ['127.0.0.1'] },
    handlers: { ...operations, updateUser: () => Promise.reject(new Error('word-in-an-error')) },
  })
})
afterAll(async () => {
  await service.running.stop(true)
  await service.database.drop()
  await collector.stop()
})

const parentId = '00f067aa0ba902b7'
let traces = 0
/** The headers of a trace of its own. */
function traceOf(flags: '00' | '01') {
  traces += 1
  const traceId = `4bf92f3577b34da6a3ce929d0e${String(traces).padStart(6, '0')}`
  return { traceId, traceparent: `00-${traceId}-${parentId}-${flags}` }
}

const spansOf = (traceId: string): Span[] => collector.spans.filter((span) => span.traceId === traceId)
const named = (traceId: string, name: string): Span | undefined => spansOf(traceId).find((span) => span.name === name)
const attributesOf = (span: Span | undefined): Record<string, unknown> =>
  Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, value.stringValue ?? value.intValue]))

/** The span of a request, once it has been received. */
async function requestSpan(traceId: string, name: string): Promise<Span> {
  await expect.poll(() => named(traceId, name), { timeout: 20_000 }).toBeDefined()
  const span = named(traceId, name)
  if (!span) throw new Error('it is there')
  return span
}

describe('a trace', () => {
  test('201: shows a request, its validation, its statements, its commit and the delivery that it caused', async () => {
    const { url, received } = await endpoint()
    await createWebhook(service.alice, { url })
    const { traceId, traceparent } = traceOf('01')
    await service.alice.post('/api/me/tasks', { title: 'Buy milk' }).set({ traceparent, tracestate: 'vendor=opaque' }).expect(201)

    const request = await requestSpan(traceId, 'POST /api/{user_id}/tasks')
    expect(request).toMatchObject({ parentSpanId: parentId, traceState: 'vendor=opaque', kind: 2 })
    expect(attributesOf(request)).toEqual({
      'http.request.method': 'POST',
      'http.route': '/api/{user_id}/tasks',
      'http.response.status_code': 201,
      'taskpact.operation': 'createTask',
    })
    await requestSpan(traceId, 'POST webhook')
    const names = spansOf(traceId)
      .filter(({ parentSpanId }) => parentSpanId === request.spanId)
      .map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['validate', 'createTask', 'commit', 'POST webhook']))
    expect(spansOf(traceId)).toHaveLength(names.length + 1)
    expect(attributesOf(named(traceId, 'createTask'))).toEqual({ 'db.system.name': 'postgresql' })

    const delivery = named(traceId, 'POST webhook')
    expect(attributesOf(delivery)).toEqual({ 'http.request.method': 'POST', 'http.response.status_code': 204, 'taskpact.webhook.attempt': 1 })
    expect(received.map(({ headers }) => headers)).toMatchObject([{ traceparent: `00-${traceId}-${delivery?.spanId}-01`, tracestate: 'vendor=opaque' }])
    const lines = service.log.filter(({ trace_id }) => trace_id === traceId)
    expect(lines).toMatchObject([
      { msg: 'changed', span_id: request.spanId },
      { msg: 'responded', span_id: request.spanId },
    ])
  })

  test('200: the collector learns which service it is from, and gets the headers that it asks for', async () => {
    const { traceId, traceparent } = traceOf('01')
    await service.alice.get('/api/me/tasks').set({ traceparent }).expect(200)
    await requestSpan(traceId, 'GET /api/{user_id}/tasks')
    expect(collector.requests[0]).toMatchObject({ url: '/v1/traces', headers: { 'api-key': 'key-of-the-collector' } })
    const resource = Object.fromEntries((collector.resources[0] ?? []).map(({ key, value }) => [key, value.stringValue]))
    expect(resource).toMatchObject({ 'service.name': 'tasks', 'deployment.environment.name': 'test' })
  })

  test('200: a request without traceparent has a trace of its own, which its log line names', async () => {
    const { headers } = await service.alice.get('/api/me').expect(200)
    const line = (): Record<string, unknown> | undefined => service.log.find(({ requestId, ms }) => requestId === headers['x-request-id'] && ms !== undefined)
    await expect.poll(line, { timeout: 20_000 }).toMatchObject({ trace_id: expect.stringMatching(/^[0-9a-f]{32}$/), span_id: expect.any(String) })
    const span = await requestSpan(String(line()?.['trace_id']), 'GET /api/{user_id}')
    expect(span.parentSpanId ?? '').toBe('')
    expect(span.spanId).toBe(line()?.['span_id'])
  })

  test.each([
    'invalid',
    '00-4bf92f3577b34da6a3ce929d0e999999-00f067aa0ba902b7',
    '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e999999-0000000000000000-01',
    '00-4BF92F3577B34DA6A3CE929D0E999999-00f067aa0ba902b7-01',
    'ff-4bf92f3577b34da6a3ce929d0e999999-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e999999-00f067aa0ba902b7-01-more',
  ])('200: the traceparent %s is ignored', async (traceparent) => {
    const { headers } = await service.alice.get('/api/me').set({ traceparent }).expect(200)
    const ids = (): unknown => service.log.find(({ requestId, ms }) => requestId === headers['x-request-id'] && ms !== undefined)?.['trace_id']
    await expect.poll(ids, { timeout: 20_000 }).toMatch(/^(?!4bf92f35)[0-9a-f]{32}$/)
  })

  test('200: one of a later version, with more in it, is continued', async () => {
    const { traceId, traceparent } = traceOf('01')
    await service.alice
      .get('/api/me')
      .set({ traceparent: `${traceparent.replace('00', '01')}-more` })
      .expect(200)
    expect(await requestSpan(traceId, 'GET /api/{user_id}')).toMatchObject({ parentSpanId: parentId })
  })

  test('200: what the client does not sample is not sent, and is passed on as such', async () => {
    const { url, received } = await endpoint()
    await createWebhook(service.bob, { url })
    const [unsampled, sampled] = [traceOf('00'), traceOf('01')]
    await service.bob.post('/api/me/tasks', { title: 'x' }).set({ traceparent: unsampled.traceparent }).expect(201)
    await expect.poll(() => received.length, { timeout: 20_000 }).toBe(1)
    expect(received[0]?.headers['traceparent']).toMatch(new RegExp(`^00-${unsampled.traceId}-[0-9a-f]{16}-00$`))
    expect(service.log.filter(({ trace_id }) => trace_id === unsampled.traceId)).toHaveLength(2)
    // What is sent later has been sent with all before it.
    await service.bob.get('/api/me').set({ traceparent: sampled.traceparent }).expect(200)
    await requestSpan(sampled.traceId, 'GET /api/{user_id}')
    expect(spansOf(unsampled.traceId)).toEqual([])
  })

  test('400, 500: a refusal fails the validation, and only our own error fails the request', async () => {
    const [refused, failed] = [traceOf('01'), traceOf('01')]
    await service.alice.post('/api/me/tasks', { title: '' }).set({ traceparent: refused.traceparent }).expect(400)
    expect((await requestSpan(refused.traceId, 'POST /api/{user_id}/tasks')).status.code ?? 0).toBe(0)
    expect(named(refused.traceId, 'validate')).toMatchObject({ status: { code: 2 } })
    await service.alice.patch('/api/me', { name: 'Alice' }).set({ traceparent: failed.traceparent }).expect(500)
    const span = await requestSpan(failed.traceId, 'PATCH /api/{user_id}')
    expect(span.status.code).toBe(2)
    expect(attributesOf(span)).toMatchObject({ 'error.type': '500' })
    expect(service.log.filter(({ trace_id }) => trace_id === failed.traceId)).toMatchObject([{ msg: 'failed' }, { msg: 'responded' }])
  })

  test('200: a tool call is a part of the exchange that asks for it', async () => {
    const { traceId, traceparent } = traceOf('01')
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'add_task', arguments: { title: 'Buy milk' } } }
    await service.alice.post('/mcp', call).set({ traceparent, Accept: 'application/json, text/event-stream' }).expect(200)
    const exchange = await requestSpan(traceId, 'POST')
    const tool = named(traceId, 'POST /api/{user_id}/tasks')
    expect(tool).toMatchObject({ parentSpanId: exchange.spanId })
    expect(named(traceId, 'commit')).toMatchObject({ parentSpanId: tool?.spanId })
  })

  test('200: a request has two hundred parts at most, however many statements it has', async () => {
    const { traceId, traceparent } = traceOf('01')
    const operations = Array.from({ length: 100 }, (_, index) => ({ operationId: 'createTask', body: { title: `Task ${index}`, tags: [`tag ${index}`] } }))
    const carol = await service.register('carol')
    await carol.post('/api/me/batch', { operations, more: 1 }).set({ traceparent }).expect(200)
    const request = await requestSpan(traceId, 'POST /api/{user_id}/batch')
    expect(attributesOf(request)['taskpact.parts_dropped']).toBeGreaterThan(0)
    expect(spansOf(traceId)).toHaveLength(201)
  })

  test('it says nothing of users, their words or their tokens', async () => {
    const { traceId, traceparent } = traceOf('01')
    const login = { email: service.alice.email, password: passwordOf('alice') }
    await service.anyone.post('/api/auth/login', login).set({ traceparent }).expect(200)
    await service.alice.get('/api/me/tasks?search=word-in-a-query').set({ traceparent }).expect(200)
    await service.alice.get('/word-in-a-path').set({ traceparent, 'User-Agent': 'word-in-a-header' }).expect(404)
    await requestSpan(traceId, 'GET')
    const keys = new Set(collector.spans.flatMap(({ attributes }) => attributes.map(({ key }) => key)))
    expect([...keys].sort()).toEqual([
      ...['db.system.name', 'error.type', 'http.request.method', 'http.response.status_code', 'http.route'],
      ...['taskpact.operation', 'taskpact.parts_dropped', 'taskpact.webhook.attempt'],
    ])
    const sent = JSON.stringify(collector.spans)
    for (const word of ['word-in', 'Buy milk', service.alice.email, login.password, service.alice.token]) expect(sent).not.toContain(word)
  })
})

test('200: of a ratio of 0, only what its client samples is recorded', async () => {
  const sampler = { name: 'parentbased_traceidratio', ratio: 0 }
  const other = await start({ settings: { tracing: { ...tracingTo(collector.url), sampler } } })
  const { headers } = await other.alice.get('/api/me').expect(200)
  const { traceId, traceparent } = traceOf('01')
  await other.alice.get('/api/me').set({ traceparent }).expect(200)
  await requestSpan(traceId, 'GET /api/{user_id}')
  const [line] = other.log.filter(({ requestId, ms }) => requestId === headers['x-request-id'] && ms !== undefined)
  expect(line).not.toHaveProperty('trace_id')
  await other.running.stop(true)
  await other.database.drop()
})

describe('a collector that', () => {
  test('never answers slows nothing down, and a stop does not wait for it', async () => {
    const deaf = await startCollector(() => undefined)
    const other = await start({ settings: { tracing: tracingTo(deaf.url) } })
    await other.alice.get('/api/me').expect(200)
    await expect.poll(() => deaf.open(), { timeout: 20_000 }).toBe(1)
    for (let times = 0; times < 20; times += 1) await other.alice.get('/api/me').expect(200)
    await other.running.stop(true)
    await other.database.drop()
    await deaf.stop()
  })

  test('fails is told of once in the log, and disturbs nothing', async () => {
    let status = 400
    const failing = await startCollector((response) => void response.writeHead(status).end('{}'))
    const other = await start({ settings: { tracing: tracingTo(failing.url) } })
    const told = (): unknown[] => other.log.flatMap(({ msg }) => (String(msg).startsWith('the collector') ? [msg] : []))
    const asked = async (): Promise<number> => {
      const before = failing.requests.length
      await other.alice.get('/api/me').expect(200)
      await expect.poll(() => failing.requests.length, { timeout: 20_000 }).toBeGreaterThan(before)
      return before
    }
    await asked()
    await asked()
    await expect.poll(told, { timeout: 20_000 }).toEqual(['the collector does not take traces; what it does not take is dropped'])
    status = 200
    await asked()
    await expect.poll(told, { timeout: 20_000 }).toHaveLength(2)
    await other.running.stop(true)
    await other.database.drop()
    await failing.stop()
  })

  test('is not set is sent nothing: what a client sends is passed on unchanged', async () => {
    const other = await start({ settings: { outboundAllowedHosts: ['127.0.0.1'] } })
    const { url, received } = await endpoint()
    await createWebhook(other.alice, { url })
    const { traceId, traceparent } = traceOf('01')
    await other.alice.post('/api/me/tasks', { title: 'x' }).set({ traceparent, tracestate: 'vendor=opaque' }).expect(201)
    await other.alice.post('/api/me/tasks', { title: 'y' }).expect(201)
    await expect.poll(() => received.length, { timeout: 20_000 }).toBe(2)
    const passedOn = received.map(({ headers }) => headers['traceparent'])
    expect(passedOn.sort()).toEqual([traceparent, undefined])
    expect(received.find(({ headers }) => headers['traceparent'])?.headers['tracestate']).toBe('vendor=opaque')
    const lines = (): unknown[] => other.log.filter(({ trace_id, span_id }) => trace_id === traceId && span_id === parentId)
    await expect.poll(lines, { timeout: 20_000 }).toHaveLength(2)
    await other.running.stop(true)
    await other.database.drop()
  })
})
