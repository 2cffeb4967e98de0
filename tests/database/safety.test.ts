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

  const tables = [
    'users',
    'identities',
    'passwords',
    'sessions',
    'refresh_tokens',
    'personal_tokens',
    'mails',
    'reset_links',
    'email_links',
    'tasks',
    'lists',
    'trash',
    'idempotency_keys',
  ]

  test.each(['disable', 'no force'])("any table of users' data has: %s row level security", async (change) => {
    for (const table of tables) await database.superuser(`alter table ${table} ${change} row level security`)
    const message = await refusalOf(database.serviceUrl)
    for (const table of tables) expect(message).toMatch(new RegExp(`row-level security is not forced on ${table}[;.]`))
  })

  test.each([
    ['a table came without row-level security', 'create table notes (user_id bigint)', 'row-level security is not forced on notes'],
    ['a partitioned table came without it', 'create table notes (user_id bigint) partition by list (user_id)', 'row-level security is not forced on notes'],
    ['the runtime role owns a table', 'alter table tasks owner to taskpact_runtime', 'taskpact_runtime owns tasks'],
    ['another of the roles owns a table', 'alter table sessions owner to taskpact_maintenance', 'taskpact_maintenance owns sessions'],
    ['a policy shows everything to everyone', 'create policy open on tasks using (true)', 'tasks has a policy'],
    ['a policy shows everything to the runtime role', 'create policy open on tasks to taskpact_runtime using (true)', 'tasks has a policy'],
    ['a policy lets anyone write for anyone', 'create policy open on tasks for insert with check (true)', 'tasks has a policy'],
    ['a policy lets anyone give a row away', 'create policy open on tasks for update using (user_id = caller_id()) with check (true)', 'tasks has a policy'],
    [
      'a policy asks for the caller or not',
      'create policy open on tasks using (user_id = (select caller_id()) or completed)',
      'tasks has a policy that does not ask for the caller',
    ],
    [
      'a policy asks for the caller in one of two cases',
      'create policy open on tasks using (case when completed then user_id = caller_id() else true end)',
      'tasks has a policy that does not ask for the caller',
    ],
    [
      'a policy asks for the caller, and does not care',
      'create policy open on tasks using ((user_id = caller_id()) is not null)',
      'tasks has a policy that does not ask for the caller',
    ],
    ['a policy came', 'create policy more on tasks for select using (user_id = caller_id())', 'the policy more on tasks is not part of this release'],
    ['a policy of the cleanup came', 'create policy more on tags to taskpact_maintenance using (true)', 'the policy more on tags is not part of this release'],
    ['a policy is gone', 'drop policy caller on tags', 'the policy caller on tags is missing'],
    [
      'a policy holds for another role',
      'alter policy finding on tasks to taskpact_runtime',
      'the policy finding on tasks is "permissive for r to taskpact_runtime',
    ],
    [
      'the caller is somebody else',
      'create or replace function caller_id() returns bigint language sql stable return 1',
      'the function caller_id() is "CREATE OR REPLACE FUNCTION public.caller_id() RETURNS bigint LANGUAGE sql STABLE RETURN ',
    ],
    [
      'a function finds the tasks of others',
      'create or replace function tasks_with_words(search text) returns setof bigint language sql stable security definer begin atomic select id from tasks; end',
      'the function tasks_with_words(text) is "',
    ],
    [
      'a role may empty a table',
      'grant truncate on tasks to taskpact_maintenance',
      'the role taskpact_maintenance may truncate, reference or add triggers to tasks',
    ],
    ['everybody may empty a table', 'grant truncate on tags to public', 'the role taskpact_runtime may truncate, reference or add triggers to tags'],
    [
      'a role may put triggers on a table',
      'grant trigger on lists to taskpact_runtime',
      'the role taskpact_runtime may truncate, reference or add triggers to lists',
    ],
  ])('%s', async (_, statement, fault) => {
    await database.superuser(statement)
    const message = await refusalOf(database.serviceUrl)
    expect(message).toContain(fault)
    expect(message).toMatch(/^The database does not keep users apart: .*Fix this before you start the service\.$/)
  })

  test('any policy is widened, however little', async () => {
    const policies = await database.superuser<{ table: string; name: string; using: string | null; check: string | null }>(
      'select tablename as table, policyname as name, qual as using, with_check as check from pg_policies',
    )
    expect(policies.length).toBeGreaterThan(30)
    for (const { table, name, using, check } of policies) {
      const widened = [...(using === null ? [] : [`using ((${using}) or now() < 'epoch')`]), ...(check === null ? [] : [`with check ((${check}) or false)`])]
      await database.superuser(`alter policy ${name} on ${table} ${widened.join(' ')}`)
    }
    const message = await refusalOf(database.serviceUrl)
    for (const { table, name } of policies) expect(message).toContain(`the policy ${name} on ${table} is "`)
    // These are known by their form alone, whatever a newer server's words for the others are.
    for (const { table } of policies.filter((policy) => policy.name === 'caller')) expect(message).toContain(`${table} has a policy that does not ask`)
  })

  test('a policy for another role does not matter', async () => {
    await database.superuser('create policy reading on tasks for select to pg_read_all_data using (true)')
    await look(database.serviceUrl)
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
