import { pino } from 'pino'
import { afterAll, beforeAll, inject } from 'vitest'
import { defaultCleanup } from '../../src/database/cleanup.ts'
import type { CleanupSettings } from '../../src/database/cleanup.ts'
import type { Handlers } from '../../src/execution/execute.ts'
import { startService } from '../../src/server.ts'
import type { RunningService, ServiceSettings } from '../../src/server.ts'
import { clientOf, defaults, registerAs } from './accounts.ts'
import type { Client } from './accounts.ts'
import { createDatabase } from './database.ts'
import type { TestDatabase } from './database.ts'
import type { Account } from './postgres.ts'

export { clientOf, passwordOf, secret } from './accounts.ts'
export type { Client } from './accounts.ts'

/** A registered user who makes requests. */
export type Person = Client & Account

/** The real app on a real database, for one test file. */
export type TestService = {
  url: string
  database: TestDatabase
  running: RunningService
  /** Someone without a token. */
  anyone: Client
  alice: Person
  bob: Person
  /** Someone with whatever headers. */
  client(headers: Record<string, string>): Client
  register(name: string): Promise<Person>
  /** The lines that the service has logged, parsed. */
  log: Record<string, unknown>[]
}

type Options = {
  settings?: Partial<ServiceSettings>
  handlers?: Handlers
  cleanup?: CleanupSettings
  /** How long a statement waits for a lock, in place of the second that a start sets. */
  lockTimeout?: string
}

/**
 * Starts a service before the tests of a file and stops it after them. The object is filled in by the time the first
 * test runs.
 */
export function testService(options: Options = {}): TestService {
  const service = {} as TestService // beforeAll fills it in, before any test can look
  beforeAll(async () => void Object.assign(service, await start(options)))
  afterAll(async () => {
    await service.running.stop(true)
    await service.database.drop()
  })
  return service
}

// A test that cleans up itself and counts what is left would meet the service's own cleanup, which is due every minute.
const seldom: CleanupSettings = { ...defaultCleanup, every: 3_600_000 }

/** Starts a service at once; whoever does stops it, and drops its database. */
export async function start({ settings = {}, handlers, cleanup = seldom, lockTimeout = '60s' }: Options = {}): Promise<TestService> {
  const database = await createDatabase('accounts')
  await database.superuser(`alter role taskpact in database ${new URL(database.url).pathname.slice(1)} set lock_timeout = '${lockTimeout}'`)
  const log: Record<string, unknown>[] = []
  const sink = pino({ level: 'info', base: null }, { write: (line: string) => void log.push(JSON.parse(line)) })
  const running = await startService({ ...settingsFor(database.serviceUrl), ...settings }, sink, handlers, cleanup)
  const client = (headers: Record<string, string>): Client => clientOf(running.url, headers)
  const anyone = client({})
  const signedIn = (account: Account): Person => ({ ...client({ Authorization: `Bearer ${account.token}` }), ...account })
  const { alice, bob } = inject('accounts')
  const register = async (name: string): Promise<Person> => signedIn(await registerAs(name, anyone))
  return { url: running.url, database, running, anyone, alice: signedIn(alice), bob: signedIn(bob), client, register, log }
}

/** The settings of a test's service. */
export const settingsFor = (databaseUrl: string): ServiceSettings => ({
  ...defaults,
  databaseUrl,
  // PgBouncer 1.18 does not take them.
  preparedStatements: inject('poolerPort') === null,
})
