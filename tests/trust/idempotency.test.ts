import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import type { Response, Test } from 'supertest'
import { describe, expect, test } from 'vitest'
import type { OperationId } from '../../src/generated/operation-ids.ts'
import { startService } from '../../src/server.ts'
import { belongings } from '../support/belongings.ts'
import { atOnce } from '../support/at-once.ts'
import { frontEndUser } from '../support/front-end.ts'
import { clientOf, passwordOf, settingsFor, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { countStatuses } from '../support/statuses.ts'
import { createTask } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'
import { operations, send, validRequest } from '../support/valid-request.ts'

const service = testService()

const withKey = (request: Test, key: string): Test => request.set('Idempotency-Key', key)
async function titlesOf(who: Client): Promise<string[]> {
  const tasks: Task[] = (await who.get('/api/me/tasks').expect(200)).body
  return tasks.map(({ title }) => title)
}

/** Somebody new. */
const somebody = (): Client => frontEndUser(service, randomUUID())

/** What of an answer is the same when it is given again. */
const answerOf = ({ status, body, headers }: Response): object => {
  return { status, body, etag: headers['etag'], location: headers['location'] }
}

const rename = (who: Client, id: number): Test => who.patch(`/api/me/tasks/${id}`, { title: 'x' })
const login = (password: string): Test => service.anyone.post('/api/auth/login', { email: service.alice.email, password })
const register = (email: string): Test => service.anyone.post('/api/auth/register', { email, password: 'long enough', name: 'Carol' })

const takingKeys = operations.filter(({ method }) => method === 'POST' || method === 'PATCH')

/** A request that an operation carries out, and that can be made again and again. */
async function repeatable(id: OperationId, who: Client): Promise<() => Test> {
  const ready = await validRequest(service, id, who)
  return () => send(ready.operation.secured ? who : service.anyone, ready)
}

describe('a request with an Idempotency-Key', () => {
  test.each(takingKeys)('2xx: the answer of the first again, and nothing done: $id', async ({ id }) => {
    // Only an account with a password has an address to confirm here.
    const [who, key] = [id === 'requestVerification' ? service.alice : somebody(), randomUUID()]
    const request = await repeatable(id, who)
    const first = await withKey(request(), key)
    expect(first.status, first.text).toBeOneOf([200, 201, 204])
    expect(first.headers).not.toHaveProperty('idempotency-replayed')
    const users = (await service.database.superuser<{ id: number }>('select id from users order by id')).map(({ id }) => id)
    const all = () => Promise.all(users.map(async (user) => ({ ...(await belongings(service.database, user)), rate_limits: '' })))
    const before = await all()
    for (let again = 0; again < 2; again += 1) {
      const replay = await withKey(request(), key)
      expect(answerOf(replay)).toEqual(answerOf(first))
      expect(replay.headers['idempotency-replayed']).toBe('true')
    }
    expect(await all()).toEqual(before)
    expect((await service.database.superuser<{ id: number }>('select id from users order by id')).map(({ id }) => id)).toEqual(users)
  })

  test('201 or 409: a hundred at once are one task', async () => {
    const [who, key] = [somebody(), randomUUID()]
    const post = () => withKey(who.post('/api/me/tasks', { title: 'once' }), key)
    const answers = await atOnce(100, post)
    // At least one is the first, or comes after it; it may be that none comes while that is being carried out.
    expect({ 409: 0, ...countStatuses(answers) }).toEqual({ 201: expect.any(Number), 409: expect.any(Number) })
    const texts = answers.filter(({ status }) => status === 201).map(({ text }) => text)
    for (const { status } of answers) if (status === 409) texts.push((await post().expect(201)).text)
    expect([...new Set(texts)]).toEqual([texts[0]])
    expect(await titlesOf(who)).toEqual(['once'])
  })

  test.each<[string, (who: Client, one: number, other: number) => [Test, Test]]>([
    ['body', (who, one) => [who.patch(`/api/me/tasks/${one}`, { title: 'x' }), who.patch(`/api/me/tasks/${one}`, { title: 'y' })]],
    ['body, of which the first had none', (who, one) => [who.patch(`/api/me/tasks/${one}/complete`), who.patch(`/api/me/tasks/${one}/complete`, {})]],
    ['path', (who, one, other) => [rename(who, one), rename(who, other)]],
    ['method and path', (who, one) => [who.post('/api/me/tasks', { title: 'x' }), who.patch(`/api/me/tasks/${one}`, { title: 'x' })]],
    [
      'If-Match',
      (who, one) => [
        who.patch(`/api/me/tasks/${one}`, { title: 'x' }).set('If-Match', '"1"'),
        who.patch(`/api/me/tasks/${one}`, { title: 'x' }).set('If-Match', '"2"'),
      ],
    ],
    ['Prefer', (who, one) => [who.patch(`/api/me/tasks/${one}`, { title: 'x' }), who.patch(`/api/me/tasks/${one}`, { title: 'x' }).set('Prefer', 'dry-run')]],
  ])('422: the key of a request with another %s', async (_, requestsOf) => {
    const [who, key] = [somebody(), randomUUID()]
    const [first, second] = requestsOf(who, (await createTask(who)).id, (await createTask(who)).id)
    expect((await withKey(first, key)).status).toBeOneOf([200, 201])
    const { body: before } = await who.get('/api/me/tasks').expect(200)
    await withKey(second, key).expect(422)
    expect((await who.get('/api/me/tasks').expect(200)).body).toEqual(before)
  })

  test('200: the same members in another order are the same request', async () => {
    const [who, key] = [somebody(), randomUUID()]
    const { id } = await createTask(who)
    await withKey(who.patch(`/api/me/tasks/${id}`, { title: 'x', due: { date_time: '2026-12-01T09:00', time_zone: 'Europe/Berlin' } }), key).expect(200)
    const again = await withKey(
      who.patch(`/api/me/tasks/${id}`, { due: { time_zone: 'Europe/Berlin', date_time: '2026-12-01T09:00' }, title: 'x' }),
      key,
    ).expect(200)
    expect(again.headers).toHaveProperty('idempotency-replayed', 'true')
  })

  test('201: strangers do not share keys', async () => {
    const key = randomUUID()
    for (let count = 0; count < 2; count += 1) {
      const answer = await withKey(register(`${randomUUID()}@example.com`), key).expect(201)
      expect(answer.headers).not.toHaveProperty('idempotency-replayed')
    }
  })

  test("201: another user's key is not the same key", async () => {
    const [alice, bob, key] = [somebody(), somebody(), randomUUID()]
    const hers = await withKey(alice.post('/api/me/tasks', { title: 'same' }), key).expect(201)
    const his = await withKey(bob.post('/api/me/tasks', { title: 'same' }), key).expect(201)
    expect(his.headers).not.toHaveProperty('idempotency-replayed')
    expect(his.body.id).not.toBe(hers.body.id)
    expect(his.body.user_id).not.toBe(hers.body.user_id)
  })

  test.each<[number, (who: Client, id: number) => [Test, Test]]>([
    [400, (who) => [who.post('/api/me/tasks', { title: '' }), who.post('/api/me/tasks', { title: 'x' })]],
    [404, (who, id) => [rename(who, id + 1_000_000), rename(who, id)]],
    [412, (who, id) => [rename(who, id).set('If-Match', '"7"'), rename(who, id)]],
    [401, () => [login('a wrong password'), login(passwordOf('alice'))]],
    [409, () => [register(service.alice.email), register(`${randomUUID()}@example.com`)]],
  ])('%i: a request that failed does not use its key up', async (status, requestsOf) => {
    const [who, key] = [somebody(), randomUUID()]
    const [refused, mended] = requestsOf(who, (await createTask(who)).id)
    await withKey(refused, key).expect(status)
    const answer = await withKey(mended, key)
    expect(answer.status, answer.text).toBeOneOf([200, 201])
    expect(answer.headers).not.toHaveProperty('idempotency-replayed')
  })

  test('201: a key is remembered for 24 hours, and is new after that', async () => {
    const [who, key] = [somebody(), randomUUID()]
    const post = (title: string) => withKey(who.post('/api/me/tasks', { title }), key)
    const aged = 'update idempotency_keys set created_at = now() - $1::interval where key = $2'
    const age = (interval: string) => service.database.superuser(aged, [interval, key])
    const first = await post('first').expect(201)
    await age('23 hours 59 minutes')
    expect((await post('first').expect(201)).body).toEqual(first.body)
    await age('24 hours')
    const second = await post('second').expect(201)
    expect(second.headers).not.toHaveProperty('idempotency-replayed')
    const replay = await post('second').expect(201)
    expect(replay.headers['idempotency-replayed']).toBe('true')
    expect(replay.body).toEqual(second.body)
    expect(await titlesOf(who)).toEqual(['first', 'second'])
  })

  test.each([['!'], ['~'.repeat(255)]])('201: the key %s', async (key) => {
    const who = somebody()
    await withKey(who.post('/api/me/tasks', { title: 'x' }), key).expect(201)
    const { headers } = await withKey(who.post('/api/me/tasks', { title: 'x' }), key).expect(201)
    expect(headers['idempotency-replayed']).toBe('true')
  })

  test.each([
    ['that is empty', ''],
    ['of 256 characters', '~'.repeat(256)],
    ['with a space', 'a b'],
    ['with a tab', 'a\tb'],
    ['beyond ASCII', 'clé'],
    ['that comes twice', ['a', 'b']],
  ])('400: a key %s', async (_, key) => {
    const who = somebody()
    const { body } = await who.post('/api/me/tasks', { title: 'x' }).set({ 'Idempotency-Key': key }).expect(400)
    expect(body.type).toBe('/docs/problems/invalid-request')
    expect(body.errors).toContainEqual({ header: expect.stringMatching(/^idempotency-key$/i), detail: expect.any(String) })
    expect(await titlesOf(who)).toEqual([])
  })

  test('201: after a restart of the service', async () => {
    const [who, key] = [service.alice, randomUUID()]
    const { body } = await withKey(who.post('/api/me/tasks', { title: 'kept' }), key).expect(201)
    const other = await startService(settingsFor(service.database.serviceUrl), pino({ level: 'silent' }))
    try {
      const alice = clientOf(other.url, { Authorization: `Bearer ${who.token}` })
      const replay = await withKey(alice.post('/api/me/tasks', { title: 'kept' }), key).expect(201)
      expect(replay.headers['idempotency-replayed']).toBe('true')
      expect(replay.body).toEqual(body)
    } finally {
      await other.stop(true)
    }
  })

  test('201: a key of a deleted account is not found by the new one of the same user', async () => {
    const [who, key] = [somebody(), randomUUID()]
    const first = await withKey(who.post('/api/me/tasks', { title: 'x' }), key).expect(201)
    await who.delete('/api/me').expect(204)
    const { body, headers } = await withKey(who.post('/api/me/tasks', { title: 'x' }), key).expect(201)
    expect(headers).not.toHaveProperty('idempotency-replayed')
    expect(body.user_id).not.toBe(first.body.user_id)
  })
})

describe('of those who are not signed in', () => {
  test.each(takingKeys.filter(({ secured, mediaType }) => !secured && mediaType !== null))(
    '2xx: the same tokens again, which the database does not tell: $id',
    async ({ id }) => {
      const key = randomUUID()
      const request = await repeatable(id, service.anyone)
      const { body } = await withKey(request(), key)
      const replay = await withKey(request(), key)
      expect(replay.body).toEqual(body)
      await service
        .client({ Authorization: `Bearer ${replay.body.token}` })
        .get('/api/me')
        .expect(200)
      const kept = 'select row_to_json(k)::text as whole from idempotency_keys k where user_id is null order by created_at desc limit 1'
      const [row] = await service.database.superuser<{ whole: string }>(kept)
      expect(row?.whole).toContain('"fingerprint"')
      for (const secret of [body.token, body.refresh_token, body.user.email]) expect(row?.whole).not.toContain(secret)
    },
  )
})
