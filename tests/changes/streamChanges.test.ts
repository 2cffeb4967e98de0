import { connect } from 'node:net'
import { afterEach, describe, expect } from 'vitest'
import type { components } from '../../src/generated/contract.ts'
import { startService } from '../../src/server.ts'
import { pino } from 'pino'
import { allChangesOf, changesOf } from '../support/changes.ts'
import { openStream } from '../support/events.ts'
import type { Stream } from '../support/events.ts'
import { testsOf } from '../support/operation-tests.ts'
import { createToken } from '../support/personal-tokens.ts'
import { passwordOf, settingsFor, testService } from '../support/service.ts'
import type { Client, Person } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const test = testsOf('streamChanges')
const service = testService()

const opened: Stream[] = []
afterEach(() => {
  for (const stream of opened.splice(0)) stream.close()
})

/** Opens a stream of somebody's, once it is open. */
async function streamOf(who: Person, options: Omit<Parameters<typeof openStream>[1], 'token'> = {}, url = service.url): Promise<Stream> {
  const stream = await openStream(url, { token: who.token, ...options })
  opened.push(stream)
  if (stream.status === 200) await stream.until(({ blocks }) => blocks.length > 0)
  return stream
}

const titlesOf = (stream: Stream): unknown[] => stream.changes().map(({ data }) => data && 'title' in data && data.title)

/** Waits for the end of a stream. It comes before another comment does, which are 14 seconds apart. */
async function endsUnasked(stream: Stream): Promise<void> {
  await stream.until(({ ended }) => ended)
  expect(stream.blocks.filter(({ comment }) => comment !== undefined)).toEqual([])
}

describe('a stream', () => {
  test('200: each change as it happens, in order, as GET /changes returns it', async () => {
    const carol = await service.register('carol')
    const { cursor } = await allChangesOf(carol)
    const stream = await streamOf(carol)
    expect(stream.headers.get('content-type')).toBe('text/event-stream')
    for (const title of ['One', 'Two', 'Three']) await createTask(carol, { title })
    await stream.until((each) => each.changes().length === 3)
    expect(stream.changes()).toEqual((await changesOf(carol, { since: cursor })).changes)
    await stream.until(({ blocks }) => blocks.at(-1)?.event === 'task_refresh')
  })

  test('200: what happened before is not sent, and what happens to others neither', async () => {
    const carol = await service.register('before')
    await createTask(carol, { title: 'Before' })
    const stream = await streamOf(carol)
    await createTask(service.bob, { title: "Bob's" })
    await createTask(carol, { title: 'After' })
    await stream.until((each) => each.changes().length > 0)
    expect(titlesOf(stream)).toEqual(['After'])
  })

  test('200: with mode=events each change apart', async () => {
    const carol = await service.register('apart')
    const stream = await streamOf(carol, { query: { mode: 'events' } })
    const { id } = await createTask(carol)
    await carol.patch(`/api/me/tasks/${id}/complete`).expect(200)
    await stream.until((each) => each.changes().length === 2)
    expect(stream.changes()).toMatchObject([{ event: 'task.created' }, { event: 'task.completed', operation: 'completeTask' }])
  })

  test.each(['Last-Event-ID', 'since'])('200: it continues after %s, and misses nothing', async (by) => {
    const carol = await service.register(`resume-${by.toLowerCase()}`)
    const first = await streamOf(carol)
    await createTask(carol, { title: 'One' })
    await first.until((each) => each.changes().length === 1)
    first.close()
    for (const title of ['Two', 'Three']) await createTask(carol, { title })
    const id = first.lastId()
    const second = await streamOf(carol, by === 'since' ? { query: { since: id } } : { headers: { [by]: id }, query: { since: 'abc' } })
    await createTask(carol, { title: 'Four' })
    await second.until((each) => each.changes().length === 3)
    expect(titlesOf(second)).toEqual(['Two', 'Three', 'Four'])
  })

  test('200: a stream that has seen nothing yet can be resumed too', async () => {
    const carol = await service.register('nothing-yet')
    const first = await streamOf(carol)
    first.close()
    await createTask(carol, { title: 'Meanwhile' })
    const second = await streamOf(carol, { headers: { 'Last-Event-ID': first.lastId() } })
    await second.until((each) => each.changes().length === 1)
  })

  test('200: hundreds of changes that were missed, each once', async () => {
    const carol = await service.register('hundreds')
    const { cursor } = await allChangesOf(carol)
    for (let batch = 0; batch < 5; batch += 1) {
      const operations = Array.from({ length: 50 }, (_, index) => ({ operationId: 'createTask', body: { title: `${batch * 50 + index}` } }))
      await carol.post('/api/me/batch', { operations }).expect(200)
    }
    const stream = await streamOf(carol, { query: { since: cursor } })
    await stream.until((each) => each.changes().length === 250)
    expect(titlesOf(stream)).toEqual(Array.from({ length: 250 }, (_, index) => String(index)))
  })

  test('200: at /api/events, with task_refresh for front ends that load their tasks again', async () => {
    const carol = await service.register('plan')
    const stream = await streamOf(carol, { path: '/api/events' })
    await createTask(carol)
    await stream.until(({ blocks }) => blocks.some(({ event }) => event === 'task_refresh'))
  })

  test('200: HEAD has its headers, and ends', async () => {
    const { headers } = await service.alice.head('/api/me/events').expect(200)
    expect(headers['content-type']).toBe('text/event-stream')
  })

  test('200: another process on the same database', async () => {
    const carol = await service.register('processes')
    const other = await startService(settingsFor(service.database.serviceUrl), pino({ level: 'silent' }))
    const stream = await streamOf(carol, {}, other.url)
    for (const title of ['One', 'Two']) await createTask(carol, { title })
    await stream.until((each) => each.changes().length === 2)
    expect(titlesOf(stream)).toEqual(['One', 'Two'])
    await other.stop(true)
    await endsUnasked(stream)
  })

  test('200: it takes no turn of its user', async () => {
    const narrow = await startService({ ...settingsFor(service.database.serviceUrl), concurrentPerUser: 1, maxInFlight: 2 }, pino({ level: 'silent' }))
    const carol = await service.register('turns')
    for (let count = 0; count < 5; count += 1) await streamOf(carol, {}, narrow.url)
    // The last ones may still be starting, which takes a turn.
    const statusOf = async (): Promise<number> => (await fetch(`${narrow.url}/api/me/tasks`, { headers: { Authorization: `Bearer ${carol.token}` } })).status
    await expect.poll(statusOf, { timeout: 20_000 }).toBe(200)
    await narrow.stop(true)
  })
})

describe('where it cannot continue', () => {
  test('200: reset, and then what happens from now on', async () => {
    const carol = await service.register('old')
    await createTask(carol)
    const { cursor } = await allChangesOf(carol)
    await createTask(carol)
    await service.database.superuser('delete from changes where user_id = $1', [carol.id])
    const stream = await streamOf(carol, { headers: { 'Last-Event-ID': cursor } })
    await stream.until(({ blocks }) => blocks.some(({ event }) => event === 'reset'))
    await createTask(carol, { title: 'After' })
    await stream.until((each) => each.changes().length > 0)
    expect(titlesOf(stream)).toEqual(['After'])
    const problem = JSON.parse(stream.blocks.find(({ event }) => event === 'reset')?.data ?? '')
    expect(problem).toMatchObject({ type: '/docs/problems/cursor-expired', instance: `/api/${carol.id}/changes` })
  })

  test('200: reset for a Last-Event-ID that is not its own, as browsers repeat it', async () => {
    const stream = await streamOf(service.alice, { headers: { 'Last-Event-ID': 'abc' } })
    await stream.until(({ blocks }) => blocks.some(({ event }) => event === 'reset'))
  })

  test('400: since that was never given out, or is within a snapshot', async () => {
    const { cursor } = await changesOf(service.alice)
    for (const since of ['abc', cursor]) {
      const { body } = await service.alice.get(`/api/me/events?since=${since}`).expect(400)
      expect(body.errors).toMatchObject([{ parameter: 'since' }])
    }
  })
})

describe('who may read it', () => {
  const ticketOf = async (who: Person): Promise<string> => (await who.post('/api/me/events/ticket').expect(201)).body.ticket

  test('200: who has a ticket, once', async () => {
    const carol = await service.register('ticket')
    const ticket = await ticketOf(carol)
    const stream = await openStream(service.url, { query: { ticket } })
    opened.push(stream)
    await createTask(carol)
    await stream.until((each) => each.changes().length === 1)
    expect((await openStream(service.url, { query: { ticket } })).status).toBe(401)
  })

  test.each([
    ['no ticket of its own', () => 'abc'],
    ['an empty one', () => ''],
    ['one with another signature', (ticket: string) => `${ticket.slice(0, -4)}AAAA`],
    ['one with other contents', (ticket: string) => `A${ticket}`],
  ])('401: %s', async (_, changed) => {
    const ticket = changed(await ticketOf(service.alice))
    expect((await openStream(service.url, { query: { ticket } })).status).toBe(401)
  })

  test('401: a ticket that has expired', async () => {
    const carol = await service.register('expired')
    const ticket = await ticketOf(carol)
    await service.database.superuser("update stream_tickets set expires_at = now() - interval '1 second' where user_id = $1", [carol.id])
    expect((await openStream(service.url, { query: { ticket } })).status).toBe(401)
  })

  test('401: a ticket whose session has ended', async () => {
    const carol = await service.register('signed-out')
    const ticket = await ticketOf(carol)
    await carol.post('/api/auth/logout').expect(204)
    expect((await openStream(service.url, { query: { ticket } })).status).toBe(401)
  })

  test("403: another user's path, with a ticket too", async () => {
    const ticket = await ticketOf(service.alice)
    expect((await openStream(service.url, { path: `/api/${service.bob.id}/events`, query: { ticket } })).status).toBe(403)
  })

  test('401: a ticket is no token elsewhere', async () => {
    const ticket = await ticketOf(service.alice)
    await service.anyone.get(`/api/me/changes?ticket=${ticket}`).expect(401)
  })

  test('429: an eleventh stream at a time', async () => {
    const carol = await service.register('many')
    const streams = await Promise.all(Array.from({ length: 10 }, () => streamOf(carol)))
    const refused = await openStream(service.url, { token: carol.token })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    streams[0]?.close()
    await expect.poll(async () => (await streamOf(carol)).status).toBe(200)
  })

  test('503: a stream more than the process may have', async () => {
    const full = await startService({ ...settingsFor(service.database.serviceUrl), maxStreams: 1 }, pino({ level: 'silent' }))
    expect((await streamOf(service.alice, {}, full.url)).status).toBe(200)
    expect((await streamOf(service.bob, {}, full.url)).status).toBe(503)
    await full.stop(true)
  })
})

/** The id of the only other session of somebody's. */
async function otherSessionOf(who: Client): Promise<number> {
  const sessions: components['schemas']['SessionEntry'][] = (await who.get('/api/me/sessions').expect(200)).body
  return sessions.find(({ current }) => !current)?.id ?? 0
}

describe('its end', () => {
  test('200: with its session, and nothing comes after it', async () => {
    const carol = await service.register('logout')
    const { body: other } = await service.anyone.post('/api/auth/login', { email: carol.email, password: 'the password of logout' }).expect(200)
    const [own, others] = [await streamOf(carol), await streamOf({ ...carol, token: other.token })]
    await carol.post('/api/auth/logout').expect(204)
    await endsUnasked(own)
    await service
      .client({ Authorization: `Bearer ${other.token}` })
      .post('/api/me/tasks', { title: 'After' })
      .expect(201)
    await others.until((each) => each.changes().length === 1)
    expect(own.changes()).toEqual([])
  })

  test.each([
    ['one', async (who: Person) => who.delete(`/api/me/sessions/${await otherSessionOf(who)}`)],
    ['all others', async (who: Person) => who.delete('/api/me/sessions')],
    ['all others with a new password', async (who: Person) => who.put('/api/me/password', { new_password: 'a crab in a velvet hat' })],
  ])('200: with its session, that another one ended as %s', async (how, end) => {
    const name = `ending-${how.replaceAll(' ', '-')}`
    const carol = await service.register(name)
    const { body: other } = await service.anyone.post('/api/auth/login', { email: carol.email, password: passwordOf(name) }).expect(200)
    const [own, others] = [await streamOf(carol), await streamOf({ ...carol, token: other.token })]
    expect((await end(carol)).status).toBe(204)
    await endsUnasked(others)
    expect(own.ended).toBe(false)
  })

  test('200: with its personal access token, at once', async () => {
    const [one, other] = [await createToken(service.alice, ['changes:read']), await createToken(service.alice, ['changes:read'])]
    const [own, others] = [await streamOf({ ...service.alice, token: one.secret }), await streamOf({ ...service.alice, token: other.secret })]
    await service.alice.delete(`/api/me/tokens/${one.id}`).expect(204)
    await endsUnasked(own)
    expect(others.ended).toBe(false)
  })

  test('200: with its session or personal access token, though that ended elsewhere', async () => {
    const carol = await service.register('elsewhere')
    const people = [carol, service.alice].map(async (who) => ({ ...who, token: (await createToken(who, ['changes:read'])).secret }))
    const [tokenOfCarol, tokenOfAlice] = (await Promise.all(people)) as [Person, Person] // of two people
    const streams = [await streamOf(carol), await streamOf(tokenOfCarol)]
    const others = [await streamOf(service.alice), await streamOf(tokenOfAlice)]
    await service.database.superuser('delete from sessions where user_id = $1', [carol.id])
    await service.database.superuser('update personal_tokens set expires_at = now() where user_id = $1', [carol.id])
    for (const stream of streams) {
      await endsUnasked(stream)
      expect(stream.changes()).toEqual([])
    }
    for (const other of others) {
      await other.until(({ blocks }) => blocks.some(({ comment }) => comment !== undefined))
      expect(other.ended).toBe(false)
    }
  }, 60_000)

  test('200: with its account', async () => {
    const carol = await service.register('deleted')
    const stream = await streamOf(carol)
    await carol.delete('/api/me').expect(204)
    await endsUnasked(stream)
  })

  test('200: a comment keeps it open', async () => {
    const stream = await streamOf(service.alice)
    await stream.until(({ blocks }) => blocks.some(({ comment }) => comment !== undefined))
    expect(stream.ended).toBe(false)
  }, 60_000)

  test('200: of a client that does not read, whose changes are not kept for it', async () => {
    const carol = await service.register('slow')
    const { cursor } = await allChangesOf(carol)
    const insert = "insert into tasks (user_id, title, description) select $1, gen_random_uuid(), repeat('x', 1000) from generate_series(1, 5000)"
    await service.database.superuser(insert, [carol.id])
    const { port } = new URL(service.url)
    const socket = connect({ port: Number(port), host: '127.0.0.1' })
    socket.pause()
    const closed = new Promise((done) => socket.once('close', done))
    socket.on('error', () => undefined)
    socket.write(`GET /api/me/events?since=${cursor} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${carol.token}\r\n\r\n`)
    const answered = (): unknown => service.log.find(({ operation, user, msg }) => operation === 'streamChanges' && user === carol.id && msg === 'responded')
    await expect.poll(answered, { timeout: 30_000 }).toBeDefined()
    socket.resume()
    await closed
  }, 60_000)
})
