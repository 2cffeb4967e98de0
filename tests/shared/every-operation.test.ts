import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { pino } from 'pino'
import type { Test } from 'supertest'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Declared } from '../../src/conformance/declared.ts'
import { keyOfStranger } from '../../src/execution/idempotency.ts'
import { startService } from '../../src/server.ts'
import type { RunningService, ServiceSettings } from '../../src/server.ts'
import { belongings } from '../support/belongings.ts'
import { changesOf } from '../support/changes.ts'
import { commonStatuses } from '../support/common-statuses.ts'
import { expectProblem } from '../support/problems.ts'
import { asJson, exchange, head } from '../support/raw.ts'
import { clientOf, settingsFor, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { operations, send, validRequest } from '../support/valid-request.ts'
import type { Ready } from '../support/valid-request.ts'

const service = testService()

/** Makes a request that would be carried out: by whom, and under which path for the user. */
type Request = (who: Client, user?: string) => Test

// What every operation answers in the same way is tested of each, by one request that the contract shows; 429 and 503 below, as
// they take a service of their own.
const ofTheService = [429, 503]
describe.each(operations.filter((operation) => commonStatuses(operation).some((status) => !ofTheService.includes(status))))('$id', (operation) => {
  let ready: Ready
  beforeEach(async () => void (ready = await validRequest(service, operation.id, service.alice)))
  const request: Request = (who, user) => send(who, ready, { user })

  const common = commonStatuses(operation)
  if (common.includes(401)) withoutToken(request)
  if (common.includes(403)) onAnothersPath(request)
  if (common.includes(408)) withSlowBody(() => ready)
  if (common.includes(410)) inThePast(operation, () => ready)
  if (common.includes(413)) withWrongBody(request)
  if (common.includes(304)) conditionally(request)
  if (operation.parameters.some(({ name }) => name === 'If-Match')) withStaleVersion(request)
  if (common.includes(412)) withExcludedVersion(operation, request)
  if (common.includes(422)) withKey(operation, () => ready)
  if (operation.secured && operation.method !== 'GET') inADryRun(operation, request)
})

describe('with limits of one', () => {
  const running = serviceWith(() => ({
    ...settingsFor(service.database.serviceUrl),
    limits: { perUser: 1, signInsPerAccount: 1, signInsPerAddress: 1 },
  }))

  test.each(having(429))('429: $id, past its limit', async (operation) => {
    const ready = await validRequest(service, operation.id, service.alice)
    const alice = clientOf(running().url, { Authorization: `Bearer ${service.alice.token}` })
    let response = await send(alice, ready)
    // The first may have used the limit up, and a window may have ended just before the second.
    for (let tries = 0; tries < 2 && response.status !== 429; tries += 1) response = await send(alice, ready)
    expect(response.body).toMatchObject({ type: '/docs/problems/too-many-requests', status: 429 })
    expect(response.headers['retry-after']).toMatch(/^[1-9]\d*$/)
    expect(response.headers['ratelimit']).toMatch(/^"[\w-]+";r=0;t=[1-9]\d*$/)
    expect(response.headers['ratelimit-policy']).toMatch(/^"[\w-]+";q=1;w=[1-9]\d*$/)
  })
})

describe('with a database that refuses connections', () => {
  const running = serviceWith(() => settingsFor('postgresql://nobody@127.0.0.1:1/nothing'))

  test.each(having(503))('503: $id, while the database does not respond', async (operation) => {
    const ready = await validRequest(service, operation.id, service.alice)
    const alice = clientOf(running().url, { Authorization: `Bearer ${service.alice.token}` })
    const { headers, body } = await send(alice, ready).expect(503)
    expect(headers['retry-after']).toMatch(/^\d+$/)
    expect(body).toMatchObject({ type: '/docs/problems/unavailable', status: 503 })
  })
})

/** The operations that a common status applies to. */
function having(status: number): Declared[] {
  return operations.filter((operation) => commonStatuses(operation).includes(status))
}

/** Another service for the tests of a block. */
function serviceWith(settings: () => ServiceSettings): () => RunningService {
  let running: RunningService
  beforeAll(async () => void (running = await startService(settings(), pino({ level: 'silent' }))))
  afterAll(() => running.stop(true))
  return () => running
}

function withoutToken(request: Request): void {
  test('401: no token', async () => {
    const { headers, body } = await request(service.anyone).expect(401)
    expect(headers['www-authenticate']).toBe('Bearer realm="taskpact"')
    expect(body).toMatchObject({ type: '/docs/problems/unauthenticated', status: 401, message: body.detail })
  })

  test('401: a token that is not ours', async () => {
    const { headers } = await request(service.client({ Authorization: 'Bearer a.b.c' })).expect(401)
    expect(headers['www-authenticate']).toBe('Bearer realm="taskpact", error="invalid_token"')
  })
}

function onAnothersPath(request: Request): void {
  test("403: another user's path", async () => {
    const { body } = await request(service.alice, String(service.bob.id)).expect(403)
    expect(body).toMatchObject({ type: '/docs/problems/forbidden', status: 403 })
    // One front end signs its user out when it reads one of these words.
    expect(JSON.stringify({ ...body, instance: null })).not.toMatch(/token|unauthorized/i)
  })
}

function inThePast(operation: Declared, ready: () => Ready): void {
  const asOf = (moment: string): Test => send(service.alice, ready(), { query: `as_of=${encodeURIComponent(moment)}` })
  const minutesFromNow = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString()

  test(`${operation.success}: as of now, the same as without it`, async () => {
    const [now, then] = [await send(service.alice, ready()).expect(operation.success), await asOf(minutesFromNow(0)).expect(operation.success)]
    expect(then.body).toEqual(now.body)
    expect(then.headers['etag']).toBe(now.headers['etag'])
  })

  test('410: as of a time before the account', async () => {
    const { body } = await asOf('2020-02-29T12:00:00Z').expect(410)
    expect(body).toMatchObject({ type: '/docs/problems/cursor-expired', errors: [{ parameter: 'as_of', detail: 'is too far back' }] })
  })

  test.each([
    ['a time to come', minutesFromNow(5), 'must not be in the future'],
    ['a day that does not exist', '2025-02-29T12:00:00Z', 'must be a valid time'],
    ['a day', '2026-11-21', 'must be a time'],
    ['a local time', '2026-11-21T09:00:00', 'must be a time'],
    ['no cursor', 'abc', 'or a cursor of your changes'],
    ['nothing', '', 'must'],
  ])('400: as of %s', async (_, moment, detail) => {
    const { body } = await asOf(moment).expect(400)
    expect(body).toMatchObject({ type: '/docs/problems/invalid-request' })
    expect(body.errors).toContainEqual({ parameter: 'as_of', detail: expect.stringContaining(detail) })
  })

  test("400: as of another user's cursor", async () => {
    const { cursor } = await changesOf(service.bob)
    const { body } = await asOf(cursor).expect(400)
    expect(body.errors).toMatchObject([{ parameter: 'as_of', detail: expect.stringContaining('a cursor of your changes') }])
  })
}

function withSlowBody(ready: () => Ready): void {
  test('408: a body that does not arrive in time', async () => {
    const { server } = service.running
    const { headersTimeout, requestTimeout } = server
    try {
      Object.assign(server, { headersTimeout: 100, requestTimeout: 200 })
      const { operation, id } = ready()
      const path = operation.path.replace('{user_id}', 'me').replace('{id}', String(id))
      const answer = await exchange(service.url, `${head(`${operation.method} ${path} HTTP/1.1`, ...asJson(service.alice.token), 'Content-Length: 100')}{`)
      expectProblem(answer, 408, 'request-timeout')
    } finally {
      Object.assign(server, { headersTimeout, requestTimeout })
    }
  })
}

function withWrongBody(request: Request): void {
  test('413: a body of more than 100 KB', async () => {
    const { body } = await request(service.alice)
      .send({ padding: 'x'.repeat(102_400) })
      .expect(413)
    expect(body.type).toBe('/docs/problems/body-too-large')
  })

  test('415: a body that is not JSON', async () => {
    const { body } = await request(service.alice).set('Content-Type', 'text/plain').send('{}').expect(415)
    expect(body.type).toBe('/docs/problems/unsupported-media-type')
  })
}

function conditionally(request: Request): void {
  test('304: what the client has is still so', async () => {
    const { headers } = await request(service.alice).expect(200)
    const etag = headers['etag'] ?? ''
    expect(etag).toMatch(/^"[^"]+"$/)
    for (const condition of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const { text, headers: unchanged } = await request(service.alice).set('If-None-Match', condition).expect(304)
      expect(text).toBe('')
      expect(unchanged['etag']).toBe(etag)
    }
    await request(service.alice).set('If-None-Match', '"other"').expect(200)
  })
}

function withStaleVersion(request: Request): void {
  test('412: another version than If-Match names', async () => {
    const { headers, body } = await request(service.alice).set('If-Match', '"999999"').expect(412)
    expect(headers['etag']).toMatch(/^"[1-9]\d*"$/)
    expect(body).toMatchObject({ type: '/docs/problems/precondition-failed', errors: [{ header: 'If-Match' }] })
  })
}

function withExcludedVersion({ id }: Declared, request: Request): void {
  test('412: If-None-Match excludes what exists, and nothing is changed', async () => {
    const hers = async (): Promise<object> => ({ ...(await belongings(service.database, service.alice.id)), rate_limits: null })
    const before = await hers()
    const { body } = await request(service.alice).set('If-None-Match', '*').expect(412)
    expect(body).toMatchObject({ type: '/docs/problems/precondition-failed', errors: [{ header: 'If-None-Match' }] })
    expect(await hers(), id).toEqual(before)
  })
}

function withKey(operation: Declared, ready: () => Ready): void {
  const request: Request = (who) => send(who, ready())
  /** Uses a key up on something else: of a stranger, on another request for the same account. */
  const use = (key: string): Test => {
    const another = operation.secured ? service.alice.post('/api/me/tasks', { title: 'the first with this key' }) : request(service.anyone)
    return another.set('Idempotency-Key', key)
  }

  test('422: a key that was used for another request', async () => {
    const key = randomUUID()
    await use(key).expect(operation.secured ? 201 : operation.success)
    const other = operation.secured ? ready() : { ...ready(), body: { ...ready().body, more: 1 } }
    const { body } = await send(service.alice, other).set('Idempotency-Key', key).expect(422)
    expect(body).toMatchObject({ type: '/docs/problems/idempotency-mismatch', errors: [{ header: 'Idempotency-Key' }] })
  })

  test('409: a key whose request is being carried out', async () => {
    const key = randomUUID()
    const holder = new pg.Client({ connectionString: service.database.url })
    await holder.connect()
    try {
      await holder.query('select pg_advisory_lock(hashtextextended($1, 0))', [
        operation.secured ? `${service.alice.id} ${key}` : ` ${keyOfStranger(operation, ready().body, key)}`,
      ])
      const { headers, body } = await request(service.alice).set('Idempotency-Key', key).expect(409)
      expect(headers['retry-after']).toBe('1')
      expect(body.type).toBe('/docs/problems/request-in-flight')
    } finally {
      await holder.end()
    }
  })
}

function inADryRun(operation: Declared, request: Request): void {
  const dry = () => request(service.alice).set('Prefer', 'dry-run')
  const hers = async (): Promise<object> => ({ ...(await belongings(service.database, service.alice.id)), rate_limits: null })

  test('2xx: a dry run gets the answer, and changes nothing', async () => {
    const before = await hers()
    const { headers } = await dry().expect(operation.success)
    expect(headers['preference-applied']).toBe('dry-run')
    expect(await hers()).toEqual(before)
  })

  test('2xx: a dry run by those who want to be told as well', async () => {
    const { headers } = await request(service.alice).set('Prefer', 'handling=strict, dry-run').expect(operation.success)
    expect(headers['preference-applied']).toBe('handling=strict, dry-run')
  })

  if (!operation.statuses.includes(422)) return
  test('2xx: a dry run does not use up its key', async () => {
    const key = randomUUID()
    await dry().set('Idempotency-Key', key).expect(operation.success)
    await service.alice.post('/api/me/tasks', { title: 'the first with this key' }).set('Idempotency-Key', key).expect(201)
  })
}
