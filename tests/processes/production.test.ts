import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startProgram } from '../../scripts/support/service.ts'
import type { Program } from '../../scripts/support/service.ts'
import { configOf } from '../../src/config/read.ts'
import { operations } from '../../src/generated/handlers.ts'
import { startService } from '../../src/server.ts'
import type { ServiceSettings } from '../../src/server.ts'
import { belongings } from '../support/belongings.ts'
import { createDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { program as builtProgram } from '../support/program.ts'
import { clientOf, secret } from '../support/service.ts'
import type { Client } from '../support/service.ts'

type User = Client & { id: number; token: string }

let database: TestDatabase
beforeAll(async () => void (database = await createDatabase()))
afterAll(() => database.drop())

async function register(url: string, name: string): Promise<User> {
  const account = { email: `${name}-${randomUUID()}@example.com`, password: 'long enough', name }
  const {
    body: { user, token },
  } = await clientOf(url, {}).post('/api/auth/register', account).expect(201)
  // The service removes it from the queue of its own accord, which must not be taken for a change.
  const mails = (): Promise<object[]> => database.superuser('select from mails where user_id = $1', [user.id])
  await vi.waitFor(async () => expect(await mails()).toEqual([]), { timeout: 20_000 })
  return { ...clientOf(url, { Authorization: `Bearer ${token}` }), id: user.id, token }
}

// What makes a service fast must not be that it leaves something out: this is what the benchmark measures.
describe('the program, with nothing set but where its database is', () => {
  let program: Program
  let printed = ''
  let anyone: Client
  let alice: User
  let bob: User

  beforeAll(async () => {
    const defaults = { REQUESTS_PER_MINUTE: '', SIGN_INS_PER_ACCOUNT: '', SIGN_INS_PER_ADDRESS: '', LOG_LEVEL: '' }
    program = await startProgram({ program: builtProgram, databaseUrl: database.url, environment: { ...defaults, NODE_ENV: 'production' } })
    program.child.stdout?.on('data', (text: string) => (printed += text))
    anyone = clientOf(program.url, {})
    alice = await register(program.url, 'alice')
    bob = await register(program.url, 'bob')
  })
  afterAll(async () => {
    program.child.kill()
    await program.exited
  })

  test('401: no token', () => anyone.get('/api/me/tasks').expect(401))

  test('401: a token that was changed', async () => {
    const changed = alice.token.replace(/.{4}$/, 'AAAA')
    await clientOf(program.url, { Authorization: `Bearer ${changed}` })
      .get('/api/me/tasks')
      .expect(401)
  })

  test('401: a session that was logged out, from the next request on', async () => {
    const carol = await register(program.url, 'carol')
    await carol.get('/api/me/tasks').expect(200)
    await carol.post('/api/auth/logout').expect(204)
    await carol.get('/api/me/tasks').expect(401)
  })

  test("404: another user's task, and its row is as it was", async () => {
    const { body: task } = await bob.post('/api/me/tasks', { title: 'his' }).expect(201)
    const before = await belongings(database, bob.id)
    const path = `/api/me/tasks/${task.id}`
    await alice.get(path).expect(404)
    await alice.put(path, { title: 'hers' }).expect(404)
    await alice.patch(path, { title: 'hers' }).expect(404)
    await alice.patch(`${path}/complete`).expect(404)
    await alice.delete(path).expect(404)
    expect(await belongings(database, bob.id)).toEqual(before)
  })

  test.each([
    ['without a title', {}],
    ['with a title that is a number', { title: 7 }],
    ['with a title that is too long', { title: 'x'.repeat(256) }],
  ])('400: a task %s', async (_, task) => {
    await alice.post('/api/me/tasks', task).expect(400)
  })

  test('400: a field that is not in the contract, where that is asked for', async () => {
    const { body } = await alice.post('/api/me/tasks', { title: 'x', color: 'red' }).set('Prefer', 'handling=strict').expect(400)
    expect(body.errors).toMatchObject([{ pointer: '#/color' }])
  })

  test('400: a parameter that the contract does not take', () => alice.get('/api/me/tasks?limit=0').expect(400))

  test('201: it is counted what a user asks for, and is told', async () => {
    const { headers } = await alice.post('/api/me/tasks', { title: 'x' }).expect(201)
    expect(headers['ratelimit-policy']).toBe('"requests";q=6000;w=60')
    expect(headers['ratelimit']).toMatch(/^"requests";r=\d+;t=\d+$/)
  })

  test('429: past the limit of one refresh token', async () => {
    const refresh = () => anyone.post('/api/auth/refresh', { refresh_token: 'x'.repeat(43) })
    for (let time = 0; time < 20; time += 1) await refresh().expect(401)
    await refresh().expect(429)
  })

  test('200: each request is logged and counted', async () => {
    const counted = async (): Promise<number> => {
      const { text } = await anyone.get('/metrics').expect(200)
      return Number(/^taskpact_requests_total\{operation="getUser",status="200"\} (\d+)$/m.exec(text)?.[1] ?? 0)
    }
    const before = await counted()
    const ids = [randomUUID(), randomUUID(), randomUUID()]
    for (const id of ids) await alice.get('/api/me').set('X-Request-Id', id).expect(200)
    await expect.poll(counted).toBe(before + ids.length)
    const answered = (id: string): object => ({ requestId: id, operation: 'getUser', user: alice.id, status: 200, msg: 'responded' })
    const whole = (): string[] => printed.split('\n').slice(0, -1)
    const lines = (): unknown[] => whole().flatMap((line): unknown[] => (ids.some((id) => line.includes(id)) ? [JSON.parse(line)] : []))
    await expect.poll(lines).toMatchObject(ids.map(answered))
  })

  test('201: it writes as a role that row-level security binds', async () => {
    await database.superuser(`
      create table seen (role text, bound boolean);
      grant insert on seen to public;
      create function see() returns trigger language plpgsql as
        $$ begin insert into seen values (current_user, row_security_active('tasks')); return new; end $$;
      create trigger see before insert on tasks for each row execute function see()`)
    await alice.post('/api/me/tasks', { title: 'x' }).expect(201)
    await database.superuser('drop trigger see on tasks')
    const [seen] = await database.superuser('select role, bound from seen')
    await database.superuser('drop table seen')
    expect(seen).toEqual({ role: 'taskpact_runtime', bound: true })
  })
})

describe('a service with the settings that the program makes', () => {
  const log: Record<string, unknown>[] = []
  const sink = pino({ base: null }, { write: (line: string) => void log.push(JSON.parse(line)) })
  const settings = (): ServiceSettings => {
    const { url: databaseUrl } = database
    return { ...configOf({ PORT: '0', DATABASE_URL: databaseUrl, BETTER_AUTH_SECRET: secret }), databaseUrl }
  }
  beforeAll(() => void vi.stubEnv('NODE_ENV', 'production'))
  afterAll(() => void vi.unstubAllEnvs())

  test('500: an answer that breaks the contract is not sent, and what it was about to say is not kept', async () => {
    const getUser = (): Promise<unknown> => Promise.resolve({ id: 'not an integer' })
    const createTask = async (request: Parameters<typeof operations.createTask>[0]): Promise<unknown> => {
      await operations.createTask(request)
      return { title: 7 }
    }
    const running = await startService(settings(), sink, { ...operations, getUser, createTask })
    try {
      const dave = await register(running.url, 'dave')
      await dave.get('/api/me').expect(500)
      // The mail that confirms the address is written to a file meanwhile, and its row removed.
      await vi.waitFor(async () => expect(await database.superuser(`select id from mails where user_id = ${dave.id}`)).toEqual([]), { timeout: 60_000 })
      const before = await belongings(database, dave.id)
      await dave.post('/api/me/tasks', { title: 'x' }).expect(500)
      expect(await belongings(database, dave.id)).toEqual(before)
      expect(log.filter(({ msg }) => msg === 'a response broke the contract')).toHaveLength(2)
    } finally {
      await running.stop(true)
    }
  })
})

test('nothing that can be set turns any of this off', () => {
  const read = new Set<string>()
  configOf(
    new Proxy<Record<string, string>>(
      // Without the endpoint, none of its other settings counts.
      { BETTER_AUTH_SECRET: secret, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' },
      {
        get(environment, name) {
          read.add(String(name))
          return Reflect.get(environment, name) as unknown
        },
      },
    ),
  )
  // Whoever adds one to these has looked whether it turns off, or lets pass, what is checked, counted or logged above: the
  // limits can be set, but not to none, and LOG_LEVEL alone decides how much is written of what is logged.
  expect([...read].sort()).toEqual([
    'APP_URL',
    'BETTER_AUTH_SECRET',
    'BETTER_AUTH_SECRET_PREVIOUS',
    'BETTER_AUTH_URL',
    'CHANGES_KEPT_DAYS',
    'CONCURRENT_REQUESTS_PER_USER',
    'CORS_ORIGINS',
    'DATABASE_REPLICA_URLS',
    'DATABASE_URL',
    'DATA_DIR',
    'EVENTS_URL',
    'HOST',
    'LOG_LEVEL',
    'MAIL_FROM',
    'MAX_BYTES_PER_USER',
    'MAX_IN_FLIGHT',
    'MAX_LISTS_PER_USER',
    'MAX_OCCURRENCES_PER_TASK',
    'MAX_SESSIONS_PER_USER',
    'MAX_STREAMS',
    'MAX_TAGS_PER_USER',
    'MAX_TASKS_PER_USER',
    'METRICS_PORT',
    'METRICS_TOKEN',
    'OTEL_BSP_SCHEDULE_DELAY',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OTEL_EXPORTER_OTLP_HEADERS',
    'OTEL_RESOURCE_ATTRIBUTES',
    'OTEL_SERVICE_NAME',
    'OTEL_TRACES_SAMPLER',
    'OTEL_TRACES_SAMPLER_ARG',
    'OUTBOUND_ALLOWED_HOSTS',
    'OWN_ACCOUNTS',
    'PORT',
    'PREPARED_STATEMENTS',
    'PUBLIC_URL',
    'READ_TIMEOUT_MS',
    'REPLICA_MAX_LAG_MS',
    'REQUESTS_PER_MINUTE',
    'SESSION_MAX_DAYS',
    'SIGN_INS_PER_ACCOUNT',
    'SIGN_INS_PER_ADDRESS',
    'SMTP_URL',
    'TOKEN_AUDIENCES',
    'TOKEN_ISSUERS',
    'TRUST_PROXY',
    'WRITE_TIMEOUT_MS',
    'npm_lifecycle_event',
  ])
})
