import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { pino } from 'pino'
import type { Test } from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadContract } from '../../src/contract.ts'
import type { OperationFacts } from '../../src/contract.ts'
import type { OperationId } from '../../src/generated/operations.ts'
import { startService } from '../../src/server.ts'
import type { RunningService, ServiceSettings } from '../../src/server.ts'
import { belongings } from '../support/belongings.ts'
import { clientOf, settingsFor } from '../support/service.ts'
import type { Client, TestService } from '../support/service.ts'

/** How one operation is called: by whom, and under which path for the user. The call would be carried out. */
export type Request = (who: Client, user: string) => Test

/** The statuses that `refusesAsEverywhere` tests of an operation, as far as it declares them. */
export function testedEverywhere(operation: OperationFacts): number[] {
  const { secured, path, body, statuses } = operation
  const takesBody = body !== 'none'
  const applies = {
    304: true, 401: secured, 403: path.includes('{user_id}'), 409: true, 412: takesIfMatch(operation),
    413: takesBody, 415: takesBody, 422: true, 429: true, 503: true,
  }
  return Object.entries(applies).flatMap(([status, does]) => (does && statuses.includes(Number(status)) ? [Number(status)] : []))
}

/** Whether If-Match is one of its parameters, rather than of the operations that it carries out. */
function takesIfMatch({ path, method }: OperationFacts): boolean {
  const item: Record<string, unknown> = { ...loadContract().document.paths[path] }
  return JSON.stringify(item[method.toLowerCase()]).includes('parameters/IfMatch')
}

/**
 * Tests the answers that come about in the same way for every operation, as far as this one declares them. A 401 of an
 * operation without a token is its own, and is tested by its own file.
 */
export function refusesAsEverywhere(service: TestService, id: OperationId, request: Request): void {
  const operation = loadContract().operations.find((candidate) => candidate.id === id)
  if (!operation) throw new Error(`openapi.yaml has no operation ${id}`)
  const tested = testedEverywhere(operation)

  describe('answers as every operation does', () => {
    if (tested.includes(401)) withoutToken(service, request)
    if (tested.includes(403)) onAnothersPath(service, request)
    if (tested.includes(413)) withWrongBody(service, request)
    if (tested.includes(304)) conditionally(service, request)
    if (tested.includes(412)) withStaleVersion(service, request)
    if (tested.includes(422)) withKey(service, operation, request)
    if (tested.includes(429)) pastItsLimit(service, operation, request)
    if (tested.includes(503)) withoutDatabase(service, request)
    if (operation.secured && operation.method !== 'GET') rehearsed(service, operation, request)
  })
}

function withoutToken(service: TestService, request: Request): void {
  test('401: no token', async () => {
    const { headers, body } = await request(service.anyone, 'me').expect(401)
    expect(headers['www-authenticate']).toBe('Bearer realm="taskpact"')
    expect(body).toMatchObject({ type: '/docs/problems/unauthenticated', status: 401, message: body.detail })
  })

  test('401: a token that is not ours', async () => {
    const { headers } = await request(service.client({ Authorization: 'Bearer a.b.c' }), 'me').expect(401)
    expect(headers['www-authenticate']).toBe('Bearer realm="taskpact", error="invalid_token"')
  })
}

function onAnothersPath(service: TestService, request: Request): void {
  test("403: another user's path", async () => {
    const { body } = await request(service.alice, String(service.bob.id)).expect(403)
    expect(body).toMatchObject({ type: '/docs/problems/forbidden', status: 403 })
    // One front end signs its user out when it reads one of these words.
    expect(JSON.stringify(body)).not.toMatch(/token|unauthorized/i)
  })
}

function withWrongBody(service: TestService, request: Request): void {
  test('413: a body of more than 100 KB', async () => {
    const { body } = await request(service.alice, 'me').send({ padding: 'x'.repeat(102_400) }).expect(413)
    expect(body.type).toBe('/docs/problems/body-too-large')
  })

  test('415: a body that is not JSON', async () => {
    const { body } = await request(service.alice, 'me').set('Content-Type', 'text/plain').send('{}').expect(415)
    expect(body.type).toBe('/docs/problems/unsupported-media-type')
  })
}

function conditionally(service: TestService, request: Request): void {
  test('304: what the client has is still so', async () => {
    const { headers } = await request(service.alice, 'me').expect(200)
    const etag = headers['etag'] ?? ''
    expect(etag).toMatch(/^"[^"]+"$/)
    for (const condition of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const { text, headers: unchanged } = await request(service.alice, 'me').set('If-None-Match', condition).expect(304)
      expect(text).toBe('')
      expect(unchanged['etag']).toBe(etag)
    }
    await request(service.alice, 'me').set('If-None-Match', '"other"').expect(200)
  })
}

function withStaleVersion(service: TestService, request: Request): void {
  test('412: another version than If-Match names', async () => {
    const { headers, body } = await request(service.alice, 'me').set('If-Match', '"999999"').expect(412)
    expect(headers['etag']).toMatch(/^"[1-9]\d*"$/)
    expect(body).toMatchObject({ type: '/docs/problems/precondition-failed', errors: [{ header: 'If-Match' }] })
  })
}

function withKey(service: TestService, operation: OperationFacts, request: Request): void {
  /** Uses a key up on something else, as whoever the operation's caller is. */
  const use = async (key: string): Promise<void> => {
    const email = `${key}@example.com`
    const registration = service.anyone.post('/api/auth/register', { email, password: 'long enough', name: 'Someone' })
    const creation = service.alice.post('/api/me/tasks', { title: 'the first with this key' })
    await (operation.secured ? creation : registration).set('Idempotency-Key', key).expect(201)
  }

  test('422: a key that was used for another request', async () => {
    const key = randomUUID()
    await use(key)
    const { body } = await request(service.alice, 'me').set('Idempotency-Key', key).expect(422)
    expect(body).toMatchObject({ type: '/docs/problems/idempotency-mismatch', errors: [{ header: 'Idempotency-Key' }] })
  })

  test('409: a key whose request is being carried out', async () => {
    const key = randomUUID()
    const holder = new pg.Client({ connectionString: service.database.url })
    await holder.connect()
    try {
      await holder.query('select pg_advisory_lock(hashtextextended($1, 0))', [`${operation.secured ? service.alice.id : ''} ${key}`])
      const { headers, body } = await request(service.alice, 'me').set('Idempotency-Key', key).expect(409)
      expect(headers['retry-after']).toBe('1')
      expect(body.type).toBe('/docs/problems/request-in-flight')
    } finally {
      await holder.end()
    }
  })
}

function rehearsed(service: TestService, operation: OperationFacts, request: Request): void {
  const dry = () => request(service.alice, 'me').set('Prefer', 'dry-run')
  const hers = async (): Promise<object> => ({ ...(await belongings(service.database, service.alice.id)), rate_limits: null })

  test('2xx: a dry run gets the answer, and changes nothing', async () => {
    const before = await hers()
    const { headers } = await dry().expect(operation.success)
    expect(headers['preference-applied']).toBe('dry-run')
    expect(await hers()).toEqual(before)
  })

  test('2xx: a dry run by those who want to be told as well', async () => {
    const { headers } = await request(service.alice, 'me').set('Prefer', 'handling=strict, dry-run').expect(operation.success)
    expect(headers['preference-applied']).toBe('handling=strict, dry-run')
  })

  if (!operation.statuses.includes(422)) return
  test('2xx: a dry run does not use up its key', async () => {
    const key = randomUUID()
    await dry().set('Idempotency-Key', key).expect(operation.success)
    await service.alice.post('/api/me/tasks', { title: 'the first with this key' }).set('Idempotency-Key', key).expect(201)
  })
}

function pastItsLimit(service: TestService, operation: OperationFacts, request: Request): void {
  describe('with limits of one', () => {
    const running = serviceWith(() => ({
      ...settingsFor(service.database.serviceUrl),
      limits: { perUser: 1, signInsPerAccount: 1, signInsPerAddress: 1 },
    }))

    test('429: past the limit', async () => {
      const alice = clientOf(running().url, { Authorization: `Bearer ${service.alice.token}` })
      const wrong = { email: 'nobody@example.com', password: 'of no account' }
      await (operation.secured ? alice.get('/api/me') : alice.post('/api/auth/login', wrong))
      const { headers, body } = await request(alice, 'me').expect(429)
      expect(headers['retry-after']).toMatch(/^[1-9]\d*$/)
      expect(headers['ratelimit']).toMatch(/^"[\w-]+";r=0;t=[1-9]\d*$/)
      expect(headers['ratelimit-policy']).toMatch(/^"[\w-]+";q=1;w=[1-9]\d*$/)
      expect(body.type).toBe('/docs/problems/too-many-requests')
    })
  })
}

function withoutDatabase(service: TestService, request: Request): void {
  describe('with a database that refuses connections', () => {
    const running = serviceWith(() => settingsFor('postgresql://nobody@127.0.0.1:1/nothing'))

    test('503: the database does not answer', async () => {
      const alice = clientOf(running().url, { Authorization: `Bearer ${service.alice.token}` })
      const { headers, body } = await request(alice, 'me').expect(503)
      expect(headers['retry-after']).toMatch(/^\d+$/)
      expect(body).toMatchObject({ type: '/docs/problems/unavailable', status: 503 })
    })
  })
}

/** Another service for the tests of a block. */
function serviceWith(settings: () => ServiceSettings): () => RunningService {
  let running: RunningService
  beforeAll(async () => void (running = await startService(settings(), pino({ level: 'silent' }))))
  afterAll(() => running.stop(true))
  return () => running
}
