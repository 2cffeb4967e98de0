import pg from 'pg'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../src/database/pool.ts'
import { migrate } from '../../src/database/migrate.ts'
import { UnsafeDatabaseError, assertRowLevelSecurity } from '../../src/database/row-level-security.ts'
import { startService } from '../../src/server.ts'
import { createDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { startOwn } from '../support/postgres.ts'
import { settingsFor } from '../support/service.ts'

const log = pino({ level: 'silent' })

/** What the service does before it listens. @throws UnsafeDatabaseError */
async function look(databaseUrl: string): Promise<void> {
  const connections = connect(settingsFor(databaseUrl), log)
  await assertRowLevelSecurity(connections).finally(() => connections.close())
}

/** Why a database is refused. */
async function refusalOf(databaseUrl: string): Promise<string> {
  const error: unknown = await look(databaseUrl).then(
    () => 'it was not refused',
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(UnsafeDatabaseError)
  return error instanceof Error ? error.message : ''
}

describe('a service does not start on a database where', () => {
  let database: TestDatabase
  beforeEach(async () => void (database = await createDatabase()))
  afterEach(() => database.drop())

  const tables = ['users', 'identities', 'passwords', 'sessions', 'refresh_tokens', 'tasks', 'lists', 'trash', 'idempotency_keys']

  test.each(['disable', 'no force'])("any table of users' data has: %s row level security", async (change) => {
    for (const table of tables) await database.superuser(`alter table ${table} ${change} row level security`)
    const message = await refusalOf(database.serviceUrl)
    for (const table of tables) expect(message).toMatch(new RegExp(`row-level security is not forced on ${table}[;.]`))
  })

  test.each([
    [
      'a table came without row-level security',
      'create table notes (user_id bigint)', 'row-level security is not forced on notes',
    ],
    [
      'a partitioned table came without it',
      'create table notes (user_id bigint) partition by list (user_id)', 'row-level security is not forced on notes',
    ],
    ['the runtime role owns a table', 'alter table tasks owner to taskpact_runtime', 'taskpact_runtime owns tasks'],
    [
      'another of the roles owns a table',
      'alter table sessions owner to taskpact_maintenance', 'taskpact_maintenance owns sessions',
    ],
    ['a policy shows everything to everyone', 'create policy open on tasks using (true)', 'tasks has a policy'],
    [
      'a policy shows everything to the runtime role',
      'create policy open on tasks to taskpact_runtime using (true)', 'tasks has a policy',
    ],
    ['a policy lets anyone write for anyone', 'create policy open on tasks for insert with check (true)', 'tasks has a policy'],
    [
      'a policy lets anyone give a row away',
      'create policy open on tasks for update using (user_id = caller_id()) with check (true)', 'tasks has a policy',
    ],
  ])('%s', async (_, statement, fault) => {
    await database.superuser(statement)
    const message = await refusalOf(database.serviceUrl)
    expect(message).toContain(fault)
    expect(message).toMatch(/^The database does not keep users apart: .*Mend it before starting\.$/)
  })

  test('a service with a database as the migrations leave it starts, and one with a fault in it does not', async () => {
    const running = await startService(settingsFor(database.serviceUrl), log)
    await running.stop(true)
    await database.superuser('alter table tasks no force row level security')
    await expect(startService(settingsFor(database.serviceUrl), log)).rejects.toThrow(UnsafeDatabaseError)
  })

  test('several things are wrong: each is named', async () => {
    await database.superuser('alter table tasks disable row level security; alter table users owner to taskpact_runtime')
    const message = await refusalOf(database.serviceUrl)
    expect(message).toContain('row-level security is not forced on tasks')
    expect(message).toContain('taskpact_runtime owns users')
  })
})

// Roles are those of a whole server, so that this is done to a server of its own.
describe('a service does not start on a server where', () => {
  let own: Awaited<ReturnType<typeof startOwn>>
  let superuser: pg.Client

  beforeAll(async () => {
    own = await startOwn()
    await migrate(own.templateUrl)
    superuser = new pg.Client({ connectionString: own.superuserUrl })
    await superuser.connect()
  })
  afterAll(async () => {
    await superuser.end()
    await own.stop()
  })

  afterEach(() => look(own.templateUrl))

  const roles = ['taskpact_runtime', 'taskpact_authentication', 'taskpact_maintenance']

  test.each(['superuser', 'bypassrls', 'createrole', 'login'])('any of the roles is %s', async (fault) => {
    for (const role of roles) {
      await superuser.query(`alter role ${role} ${fault}`)
      const message = await refusalOf(own.templateUrl)
      expect(message).toContain(`the role ${role} is a superuser, bypasses row-level security, makes roles or can log in.`)
      await superuser.query(`alter role ${role} no${fault}`)
    }
  })

  test('any of the roles has the rights of another', async () => {
    for (const role of roles) {
      await superuser.query(`create role lender; grant lender to ${role}`)
      expect(await refusalOf(own.templateUrl)).toContain(`the role ${role} is a member of lender`)
      await superuser.query('drop role lender')
    }
  })

  test('the runtime role is missing', async () => {
    await superuser.query('alter role taskpact_runtime rename to somebody')
    expect(await refusalOf(own.templateUrl)).toContain('the role taskpact_runtime does not exist')
    await superuser.query('alter role somebody rename to taskpact_runtime')
  })
})
