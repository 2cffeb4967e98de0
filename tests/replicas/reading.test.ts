import pino from 'pino'
import type { Test } from 'supertest'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTaskpact } from '../../src/client/index.ts'
import { startService } from '../../src/server.ts'
import type { RunningService } from '../../src/server.ts'
import { clientOf, passwordOf, registerAs } from '../support/accounts.ts'
import type { Client } from '../support/accounts.ts'
import { allChangesOf } from '../support/changes.ts'
import { createDatabase } from '../support/database.ts'
import { startReplicated } from '../support/replicated.ts'
import type { Replicated } from '../support/replicated.ts'
import { settingsFor } from '../support/service.ts'

const maxLagMs = 3_000
const delayMs = 100

let database: Replicated
/** Two processes of the service with the same database. */
const services: RunningService[] = []
beforeAll(async () => {
  database = await startReplicated(2, delayMs)
  // A second is what a start sets, and too short for a test that keeps writes waiting.
  await database.superuser("alter role taskpact in database taskpact set lock_timeout = '60s'")
  const replicas = { urls: database.replicas.map(({ proxy }) => proxy.url), maxLagMs }
  const defaults = settingsFor(database.proxy.url)
  const settings = { ...defaults, preparedStatements: true, quotas: { ...defaults.quotas, sessions: 2 }, replicas }
  for (let count = 0; count < 2; count += 1) services.push(await startService(settings, pino({ level: 'silent' })))
})
afterEach(async () => {
  for (const { proxy, replay } of database.replicas) {
    await proxy.listen()
    proxy.disarm()
    proxy.thaw()
    await replay(true)
  }
})
afterAll(async () => {
  await Promise.all(services.map((service) => service.stop(true)))
  await database.stop()
})

type Person = { id: number; name: string; token: string; email: string; at: Client[] }

let people = 0
/** Somebody who is signed in at both processes. */
async function person(): Promise<Person> {
  const name = `reader-${(people += 1)}`
  const account = await registerAs(name, clientOf(urlOf(0), {}))
  return { ...account, name, at: services.map(({ url }) => clientOf(url, { Authorization: `Bearer ${account.token}` })) }
}

const urlOf = (index: number): string => services[index]?.url ?? ''
const at = ({ at: clients }: Person, index: number): Client => clients[index] ?? clientOf('', {})

/** How many reads of a process had this outcome. */
async function readsWith(outcome: string, index = 0): Promise<number> {
  const { text } = await clientOf(urlOf(index), {}).get('/metrics').expect(200)
  const lines = Array.from(text.matchAll(new RegExp(`^taskpact_replica_reads_total\\{.*outcome="${outcome}".*\\} (\\d+)$`, 'gm')))
  return lines.reduce((sum, [, count]) => sum + Number(count), 0)
}

/** Reads until a replica has served a read. */
async function onReplica(who: Person, path: string, index = 0): Promise<void> {
  const before = await readsWith('served', index)
  await vi.waitFor(
    async () => {
      await at(who, index).get(path).expect(200)
      expect(await readsWith('served', index)).toBeGreaterThan(before)
    },
    { timeout: 60_000, interval: 100 },
  )
}

/** Stops replication, once a replica has served what the person reads. */
async function fallBehind(who: Person, path: string, index = 0): Promise<void> {
  await onReplica(who, path, index)
  for (const { replay } of database.replicas) await replay(false)
}

test('200: a replica serves reads, and the primary hears nothing of them', async () => {
  const who = await person()
  const { body: task } = await at(who, 0).post('/api/me/tasks', { title: 'Read' }).expect(201)
  await at(who, 0).post('/api/me/lists', { name: 'Read' }).expect(201)
  const paths = [`/api/me/tasks/${task.id}`, '/api/me/tasks', '/api/me/tasks?search=read', '/api/me/lists', '/api/me/tags', '/api/me/stats', '/api/me/trash']
  // A busy machine can make a replica late for once.
  await vi.waitFor(
    async () => {
      for (const path of paths) await onReplica(who, path)
      const heard: string[] = []
      database.proxy.listener = (_, side, bytes) => {
        if (side === 'service') heard.push(bytes.toString('latin1'))
      }
      for (const path of paths) await at(who, 0).get(path).expect(200)
      database.proxy.listener = () => undefined
      expect(heard.filter((bytes) => /openSession|listTasks|getTask|listLists|countByKind/.test(bytes))).toEqual([])
    },
    { timeout: 60_000 },
  )
})

test('200: everybody reads what they wrote, though no replica has it', async () => {
  const who = await person()
  const { body: task } = await at(who, 0).post('/api/me/tasks', { title: 'Old' }).expect(201)
  await fallBehind(who, '/api/me/tasks')
  const late = await readsWith('late')
  await at(who, 0).patch(`/api/me/tasks/${task.id}`, { title: 'New' }).expect(200)
  const { body: one } = await at(who, 0).get(`/api/me/tasks/${task.id}`).expect(200)
  const { body: all } = await at(who, 0).get('/api/me/tasks').expect(200)
  expect([one.title, all[0].title]).toEqual(['New', 'New'])
  expect(await readsWith('late')).toBeGreaterThan(late)
})

test('200: the primary is read after a 503 that leaves open whether the change was made', async () => {
  const who = await person()
  const { body: task } = await at(who, 0).post('/api/me/tasks', { title: 'Old' }).expect(201)
  const path = `/api/me/tasks/${task.id}`
  await fallBehind(who, path)
  database.proxy.resetAt('database', 'COMMIT\0')
  await at(who, 0).patch(path, { title: 'New' }).expect(503)
  const { body } = await at(who, 0).get(path).expect(200)
  expect(body.title).toBe('New')
})

test('201: a response that may not be durable yet is not repeated before it is', async () => {
  const who = await person()
  const waits = "state = 'active' and wait_event = 'SyncRep' and query ilike 'commit%'"
  const untilThereWait = (count: string): Promise<void> => until(() => database.is(`(select count(*) ${count} from pg_stat_activity where ${waits})`))
  const reset = async (): Promise<void> => {
    await database.superuser('alter system reset synchronous_standby_names')
    await database.superuser('select pg_reload_conf()')
  }
  // Commits wait for a standby that is not there.
  await database.superuser("alter system set synchronous_standby_names = 'nobody'")
  await database.superuser('select pg_reload_conf()')
  try {
    const response = at(who, 0)
      .post('/api/me/tasks', { title: 'Once' })
      .set('Idempotency-Key', 'durable')
      .then(({ status, headers }) => ({ status, replayed: headers['idempotency-replayed'] }))
    await untilThereWait('= 1')
    // As a primary does that has to end: the change is committed there, and nowhere else. The service tries again by itself.
    await database.superuser(`select pg_terminate_backend(pid, 10000) from pg_stat_activity where ${waits}`)
    await untilThereWait('= 1')
    await reset()
    expect(await response).toEqual({ status: 201, replayed: 'true' })
  } finally {
    await reset()
  }
})

test('200: a replica is not read whose time is still to come, as after the clock of the primary was set back', async () => {
  const who = await person()
  const { body: task } = await at(who, 0).post('/api/me/tasks', { title: 'Old' }).expect(201)
  const path = `/api/me/tasks/${task.id}`
  await onReplica(who, path)
  // From here on, no process of the service can set the time right.
  await database.superuser('revoke update on heartbeat_at from taskpact_maintenance')
  try {
    await database.superuser("select setval('heartbeat_at', (1000 * extract(epoch from clock_timestamp()))::bigint + 60000)")
    for (const { is, replay } of database.replicas) {
      await until(() => is('(select last_value > 1000 * extract(epoch from clock_timestamp()) from heartbeat_at)'))
      await replay(false)
    }
    await at(who, 1).patch(path, { title: 'New' }).expect(200)
    const { body } = await at(who, 0).get(path).expect(200)
    expect(body.title).toBe('New')
  } finally {
    await database.superuser('grant update on heartbeat_at to taskpact_maintenance')
  }
})

test('200: with Sync-After, also at another process', async () => {
  const who = await person()
  const { body: task } = await at(who, 0).post('/api/me/tasks', { title: 'Old' }).expect(201)
  const path = `/api/me/tasks/${task.id}`
  await fallBehind(who, path, 1)
  const { headers } = await at(who, 0).patch(path, { title: 'New' }).expect(200)
  const { body } = await at(who, 1)
    .get(path)
    .set('Sync-After', headers['sync-cursor'] ?? '')
    .expect(200)
  expect(body.title).toBe('New')
})

test('200: a client that follows reads what it was told of', async () => {
  const who = await person()
  const { body: task } = await at(who, 0).post('/api/me/tasks', { title: 'Old' }).expect(201)
  const client = createTaskpact({ url: urlOf(1), token: who.token })
  const { cursor } = await allChangesOf(at(who, 0))
  await fallBehind(who, `/api/me/tasks/${task.id}`, 1)
  await at(who, 0).patch(`/api/me/tasks/${task.id}`, { title: 'New' }).expect(200)
  for await (const { data } of client.follow(cursor)) if (data && 'title' in data && data.title === 'New') break
  expect((await client.getTask({ params: { id: task.id } })).title).toBe('New')
})

test('200: of several cursors in Sync-After, the latest counts', async () => {
  const who = await person()
  const { headers: first, body: task } = await at(who, 0).post('/api/me/tasks', { title: 'Old' }).expect(201)
  const path = `/api/me/tasks/${task.id}`
  await fallBehind(who, path, 1)
  const { headers: last } = await at(who, 0).patch(path, { title: 'New' }).expect(200)
  for (const cursors of [`${last['sync-cursor']}, ${first['sync-cursor']}`, `${first['sync-cursor']},${last['sync-cursor']}`]) {
    const { body } = await at(who, 1).get(path).set('Sync-After', cursors).expect(200)
    expect(body.title).toBe('New')
  }
})

test('200: a Sync-After that the service does not know is ignored', async () => {
  const [who, somebody] = [await person(), await person()]
  const { headers } = await at(somebody, 0).post('/api/me/tasks', { title: 'Mine' }).expect(201)
  for (const cursor of ['?', 'AAAA', headers['sync-cursor'] ?? '']) await at(who, 0).get('/api/me/tasks').set('Sync-After', cursor).expect(200, [])
})

test('200: the client in TypeScript sends Sync-After by itself', async () => {
  const who = await person()
  // One client that is moved to another process, as a balancer does.
  let index = 0
  const moving = createTaskpact({
    url: urlOf(0),
    token: who.token,
    fetch: (request) => fetch(new Request(request.url.replace(urlOf(0), urlOf(index)), request)),
  })
  const { id } = await moving.createTask({ body: { title: 'Old' } })
  await fallBehind(who, `/api/me/tasks/${id}`, 1)
  await moving.patchTask({ params: { id }, body: { title: 'New' } })
  index = 1
  expect((await moving.getTask({ params: { id } })).title).toBe('New')
})

describe('what was revoked is refused everywhere from the response on, though no replica knows of it', () => {
  const revocations: [string, (who: Person, token: { id: number }) => Test, boolean][] = [
    ['401: a session after its logout', (who) => at(who, 0).post('/api/auth/logout'), false],
    ['401: the sessions of a deleted account', (who) => at(who, 0).delete('/api/me'), false],
    ['401: a personal access token that was revoked', (who, { id }) => at(who, 0).delete(`/api/me/tokens/${id}`), true],
  ]
  test.each(revocations)('%s', async (_, revoke, isToken) => {
    const who = await person()
    const { body: created } = await at(who, 0)
      .post('/api/me/tokens', { name: 'For a script', scopes: ['tasks:read'] })
      .expect(201)
    const used = isToken ? clientOf(urlOf(1), { Authorization: `Bearer ${created.secret}` }) : at(who, 1)
    await used.get('/api/me/tasks').expect(200)
    await fallBehind(who, '/api/me/tasks', 1)
    const { status } = await revoke(who, created)
    expect(status).toBe(204)
    await used.get('/api/me/tasks').expect(401)
  })

  test('401: the oldest session, after a log-in beyond the quota of sessions', async () => {
    const who = await person()
    const logIn = () =>
      clientOf(urlOf(0), {})
        .post('/api/auth/login', { email: who.email, password: passwordOf(who.name) })
        .expect(200)
    await logIn()
    await fallBehind(who, '/api/me/tasks', 1)
    await logIn()
    await at(who, 1).get('/api/me/tasks').expect(401)
  })

  test('401: a session, though the replica catches up in the middle of the read', async () => {
    const who = await person()
    await fallBehind(who, '/api/me/tasks', 1)
    // What asks the replicas how old they are gets no answer, so that the read is still sent to one.
    for (const { proxy } of database.replicas) proxy.holdAnswersTo('openMaintenance')
    await at(who, 0).post('/api/auth/logout').expect(204)
    const held = database.replicas.map(async (replica) => {
      await replica.proxy.holdAfterFirst('openSession')
      return replica
    })
    const reading = at(who, 1)
      .get('/api/me/tasks')
      .then(({ status }) => status)
    const replica = await Promise.race([...held, reading.then(() => null)])
    if (replica) {
      await until(() => replica.is("exists (select from pg_stat_activity where state = 'active' and wait_event = 'ClientRead')"))
      await replica.replay(true)
      await until(() => replica.is('(select last_value > 1000 * extract(epoch from clock_timestamp()) - 1000 from heartbeat_at)'))
      replica.proxy.thaw()
    }
    expect(await reading).toBe(401)
  })
})

test('200: replicas are read though all connections to the primary wait', async () => {
  const who = await person()
  const { body: task } = await at(who, 0).post('/api/me/tasks', { title: 'Here' }).expect(201)
  const path = `/api/me/tasks/${task.id}`
  for (const index of [0, 1]) await onReplica(who, path, index)
  const unlock = await database.lock('tasks')
  const writes = [0, 1].flatMap((index) => Array.from({ length: 12 }, () => at(who, index).patch(path, { title: 'Later' })))
  const written = Promise.all(writes.map((write) => write.then()))
  try {
    await until(() => database.is("(select count(*) = 20 from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'taskpact')"))
    // A beat that waited like everybody else would not come before the writes are through.
    const full = Date.now()
    for (const { is } of database.replicas) await until(() => is(`(select last_value > ${full + maxLagMs} from heartbeat_at)`))
    for (const index of [0, 1]) await at(who, index).get(path).expect(200)
  } finally {
    await unlock()
  }
  await written
})

test('200: replicas that are gone, silent or too late are missed by nobody, and are read again later', async () => {
  const who = await person()
  const { body: task } = await at(who, 0).post('/api/me/tasks', { title: 'Here' }).expect(201)
  const path = `/api/me/tasks/${task.id}`
  const troubles: (() => unknown)[] = [
    () => Promise.all(database.replicas.map(({ proxy }) => proxy.refuse())),
    () => database.replicas.forEach(({ proxy }) => proxy.freeze()),
    () => Promise.all(database.replicas.map(({ replay }) => replay(false))),
  ]
  const remedies: (() => unknown)[] = [
    () => Promise.all(database.replicas.map(({ proxy }) => proxy.listen())),
    () => database.replicas.forEach(({ proxy }) => proxy.thaw()),
    () => Promise.all(database.replicas.map(({ replay }) => replay(true))),
  ]
  for (const [index, trouble] of troubles.entries()) {
    await onReplica(who, path)
    await trouble()
    await at(who, 0).get(path).expect(200)
    await until(async () => (await lagsOf(0)).every((lag) => lag === null || lag > maxLagMs / 1_000))
    for (let count = 0; count < 20; count += 1) await at(who, 0).get(path).expect(200)
    await remedies[index]?.()
  }
  await onReplica(who, path)
})

/** How far behind the replicas were, in seconds; null for one that does not respond. */
async function lagsOf(index: number): Promise<(number | null)[]> {
  const { text } = await clientOf(urlOf(index), {}).get('/metrics').expect(200)
  const lags = Array.from(text.matchAll(/^taskpact_replica_lag_seconds\{.*\} (\S+)$/gm), ([, lag]) => Number(lag))
  return database.replicas.map((_, replica) => lags[replica] ?? null)
}

const until = (isSo: () => Promise<boolean>): Promise<void> => vi.waitFor(async () => expect(await isSo()).toBe(true), { timeout: 60_000, interval: 100 })

test('200: another database of the service is not taken for a replica', async () => {
  const [mine, foreign] = [await createDatabase('accounts'), await createDatabase('accounts')]
  await foreign.superuser('update heartbeat set installation = gen_random_uuid()')
  await foreign.superuser("select setval('heartbeat_at', 4102444800000)")
  const settings = { ...settingsFor(mine.url), preparedStatements: true, replicas: { urls: [foreign.url], maxLagMs } }
  const service = await startService(settings, pino({ level: 'silent' }))
  services.push(service)
  try {
    const index = services.length - 1
    await until(async () => (await lagsOf(index))[0] === 0)
    const account = await registerAs('mine', clientOf(service.url, {}))
    await clientOf(service.url, { Authorization: `Bearer ${account.token}` })
      .get('/api/me/tasks')
      .expect(200)
    for (const outcome of ['served', 'late', 'refused', 'failed']) expect(await readsWith(outcome, index)).toBe(0)
  } finally {
    await services.pop()?.stop(true)
    await Promise.all([mine.drop(), foreign.drop()])
  }
})
