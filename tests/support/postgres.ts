import { access, constants, mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import { migrate } from '../../src/database/migrate.ts'
import { startService } from '../../src/server.ts'
import { partitionByOwner } from '../../scripts/partitioned/partition.ts'
import { buildPortal } from '../../scripts/portal/build.ts'
import { clientOf, defaults, registerAs } from './accounts.ts'
import { administer, withDatabase } from './administer.ts'
import { buildProgram } from './build.ts'

/** A registered user, signed in. */
export type Account = { id: number; email: string; token: string; refreshToken: string }

declare module 'vitest' {
  export interface ProvidedContext {
    /** A migrated database, to be copied: every test file works on one of its own. */
    templateUrl: string
    /** The same server, as its superuser, whom row-level security does not bind. */
    superuserUrl: string
    /** Whom the template of a service's database holds: alice, who is user 1, and bob, who is user 2. */
    accounts: Record<'alice' | 'bob', Account>
    /** Where a pooler stands before that server, if the run is to go through one. */
    poolerPort: number | null
  }
}

/**
 * One PostgreSQL for the whole run: the one that the environment names, or else one of our own that is thrown away at its end.
 * And one build of the program and of its portal.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_POSTGRES_URL']
  const [{ templateUrl, superuserUrl, stop }, built] = await Promise.all([
    given === undefined ? startOwn() : prepareGiven(given),
    buildProgram(),
    buildPortal(),
  ])
  await migrate(templateUrl)
  const partitions = Number(process.env['TEST_PARTITIONS'])
  if (partitions > 0) await partitionByOwner(withDatabase(superuserUrl, 'taskpact'), partitions)
  project.provide('builtFolder', built.folder)
  project.provide('templateUrl', templateUrl)
  project.provide('superuserUrl', superuserUrl)
  project.provide('accounts', await registerAccounts(templateUrl))
  await forgetMails(withDatabase(superuserUrl, 'taskpact_accounts'))
  project.provide('poolerPort', Number(process.env['TEST_POOLER_PORT']) || null)
  return async () => {
    await built.remove()
    await stop()
  }
}

/** Copies the template, and registers there who is in every test: to do so for each file would take as long as many of them. */
async function registerAccounts(templateUrl: string): Promise<Record<'alice' | 'bob', Account>> {
  await administer(templateUrl, 'create database taskpact_accounts template taskpact')
  const running = await startService(
    { ...defaults, databaseUrl: withDatabase(templateUrl, 'taskpact_accounts'), preparedStatements: true },
    pino({ level: 'silent' }),
  )
  try {
    // One after the other, so that alice is user 1 and bob user 2.
    const alice = await registerAs('alice', clientOf(running.url, {}))
    return { alice, bob: await registerAs('bob', clientOf(running.url, {})) }
  } finally {
    await running.stop(true)
  }
}

/** Else the service of each file would try to send them the mails that confirm their addresses. */
async function forgetMails(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('truncate mails, email_links restart identity')
  await client.end()
}

type Prepared = { templateUrl: string; superuserUrl: string; stop: () => Promise<void> }

// Many times what the databases of a run take at once, which is 100 MB.
const roomInMemory = 2 * 1024 ** 3

/** Where the data goes: into memory where there is plenty, as a hundred databases are copied, and else to the disk. */
export async function parentOfData(): Promise<string> {
  const inMemory = '/dev/shm'
  try {
    const { bavail, bsize } = await statfs(inMemory)
    await access(inMemory, constants.W_OK)
    return bavail * bsize >= roomInMemory ? inMemory : tmpdir()
  } catch {
    return tmpdir()
  }
}

/** Starts a server of the caller's own, whose roles nobody else uses. */
export async function startOwn(): Promise<Prepared> {
  const folder = await mkdtemp(join(await parentOfData(), 'taskpact-test-'))
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }
  const postgres = await startEmbeddedPostgres(folder, { settings })
  const superuserUrl = withDatabase(postgres.superuserUrl, 'postgres')
  await hashLess(superuserUrl, [new URL(superuserUrl), new URL(postgres.url)])
  return {
    templateUrl: postgres.url,
    superuserUrl,
    async stop() {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Has passwords hashed once rather than 4,096 times, at each of some thousand connections. */
async function hashLess(url: string, roles: URL[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('set scram_iterations = 1')
  for (const { username, password } of roles) await client.query(`alter role ${username} password ${client.escapeLiteral(decodeURIComponent(password))}`)
  await client.end()
}

/** Makes the role, which has the superuser's password, and the database that an embedded server comes with. */
async function prepareGiven(superuserUrl: string): Promise<Prepared> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  const { password } = new URL(superuserUrl)
  await client.query(`create role taskpact login createrole createdb password ${client.escapeLiteral(decodeURIComponent(password))}`)
  await client.query('create database taskpact owner taskpact')
  await client.end()
  const template = new URL(superuserUrl)
  template.username = 'taskpact'
  template.pathname = '/taskpact'
  return { templateUrl: template.href, superuserUrl, stop: () => Promise.resolve() }
}
