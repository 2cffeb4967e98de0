import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/database/pool.ts'
import type { Connections } from '../../src/database/connections.ts'
import { deleteExpired } from '../../src/database/cleanup.ts'
import { settingsFor, testService } from '../support/service.ts'

const service = testService()
const lines: Record<string, unknown>[] = []
const log = pino({ level: 'debug', base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })
let connections: Connections

beforeAll(() => void (connections = connect(settingsFor(service.database.serviceUrl), log)))
afterAll(() => connections.close())
beforeEach(() => void (lines.length = 0))

const superuser = <Row extends pg.QueryResultRow>(text: string): Promise<Row[]> => service.database.superuser<Row>(text)

/** Adds keys of alice's (and of nobody's) that are so old. */
const addKeys = (prefix: string, count: number, age: string, user = String(service.alice.id)) =>
  superuser(`insert into idempotency_keys (user_id, key, fingerprint, status, headers, created_at)
    select ${user}, '${prefix} ' || n, '', 201, '{}', now() - interval '${age}' from generate_series(1, ${count}) as n`)

const addSessions = (count: number, ends: string) =>
  superuser(`with added as (
      insert into sessions (user_id, expires_at)
      select ${service.bob.id}, now() + interval '${ends}' from generate_series(1, ${count})
      returning id, user_id
    ) insert into refresh_tokens (hash, user_id, session_id) select sha256(id::text::bytea), user_id, id from added`)

const addLimits = (prefix: string, count: number, ends: string) =>
  superuser(`insert into rate_limits
    select '${prefix} ' || n, 1, now() + interval '${ends}' from generate_series(1, ${count}) as n`)

/** Adds tasks of alice's in a list of hers, all of them in the trash for so long. */
const addTrash = (count: number, age: string) =>
  superuser(`with list as (
      insert into lists (user_id, name, deleted_at) values (${service.alice.id}, 'x', now() - interval '${age}') returning user_id, id
    ), added as (
      insert into tasks (user_id, list_id, title, deleted_at)
      select user_id, id, n::text, now() - interval '${age}' from list, generate_series(1, ${count}) as n
      returning user_id, id, deleted_at
    ) insert into trash (user_id, task_id, deleted_at) select user_id, id, deleted_at from added`)

/** All rows of the tables that are swept, and of those that must not be. */
async function everything(): Promise<Record<string, unknown[]>> {
  const tables = ['idempotency_keys', 'sessions', 'refresh_tokens', 'rate_limits', 'users', 'passwords', 'tasks', 'lists', 'trash']
  const rows = tables.map(async (table) => [table, await superuser(`select * from ${table} order by 1, 2, 3`)] as const)
  return Object.fromEntries(await Promise.all(rows))
}

test('what has expired goes, and nothing else', async () => {
  await addKeys('young', 5, '23 hours 59 minutes')
  await addKeys('young and of nobody', 5, '23 hours 59 minutes', 'null')
  await addSessions(5, '1 minute')
  await addLimits('running', 5, '1 minute')
  await addTrash(5, '29 days 23 hours 59 minutes')
  await service.alice.post('/api/me/tasks', { title: 'x' }).expect(201)
  await service.alice.post('/api/me/lists', { name: 'x' }).expect(201)
  const before = await everything()
  await addKeys('old', 20, '24 hours 1 second')
  await addKeys('old and of nobody', 20, '24 hours 1 second', 'null')
  await addSessions(20, '-1 second')
  await addLimits('ended', 20, '-1 second')
  await addTrash(20, '30 days 1 second')
  expect(await everything()).not.toEqual(before)
  await deleteExpired(connections, log)
  expect(await everything()).toEqual(before)
})

test('it goes in batches', async () => {
  await addKeys('old', 2_500, '25 hours')
  await addSessions(1_000, '-1 second')
  await addLimits('ended', 1_001, '-1 second')
  await addTrash(1_002, '31 days')
  await deleteExpired(connections, log)
  expect(lines.map(({ msg, removed }) => [msg, removed])).toEqual([
    ['swept idempotency keys', 1000],
    ['swept idempotency keys', 1000],
    ['swept idempotency keys', 500],
    ['swept sessions', 1000],
    ['swept rate limits', 1000],
    ['swept rate limits', 1],
    ['swept trash', 1000],
    ['swept trash', 2],
    ['swept lists in the trash', 1],
  ])
})

test('what another process holds is left to it', async () => {
  await addKeys('held', 3, '25 hours')
  await addKeys('free', 4, '25 hours')
  const held = await superuser("select key from idempotency_keys where key like 'held %'")
  expect(held).toHaveLength(3)
  const other = new pg.Client({ connectionString: service.database.url })
  await other.connect()
  try {
    await other.query('begin; set local role taskpact_maintenance')
    await other.query("select from idempotency_keys where key like 'held %' for update")
    await deleteExpired(connections, log)
    expect(await superuser("select key from idempotency_keys where key like 'free %'")).toEqual([])
    expect(await superuser("select key from idempotency_keys where key like 'held %'")).toEqual(held)
    await other.query('commit')
    await deleteExpired(connections, log)
    expect(await superuser("select key from idempotency_keys where key like 'held %'")).toEqual([])
  } finally {
    await other.end()
  }
})

test('a part that the database rolls back because of a deadlock is removed all the same', async () => {
  await addTrash(5, '31 days')
  // A sequence is not rolled back: the first task that is deleted is found in a deadlock, and no later one.
  await superuser(`create sequence deadlocks;
    create function deadlock() returns trigger language plpgsql security definer as $$
      begin
        if nextval('deadlocks') = 1 then raise exception using errcode = '40P01', message = 'deadlock detected'; end if;
        return old;
      end $$;
    create trigger deadlock before delete on tasks for each row execute function deadlock()`)
  try {
    await deleteExpired(connections, log)
    expect(await superuser("select from trash where deleted_at < now() - interval '30 days'")).toEqual([])
    expect(await superuser('select last_value::int from deadlocks')).toEqual([{ last_value: 6 }])
  } finally {
    await superuser('drop trigger deadlock on tasks; drop function deadlock(); drop sequence deadlocks')
  }
})

test('who sweeps can take away nothing else', async () => {
  const before = await everything()
  const other = new pg.Client({ connectionString: service.database.url })
  await other.connect()
  try {
    await other.query('begin; set local role taskpact_maintenance')
    const { rowCount: keys } = await other.query('delete from idempotency_keys')
    const { rowCount: sessions } = await other.query('delete from sessions')
    const { rowCount: tasks } = await other.query('delete from tasks')
    const { rowCount: lists } = await other.query('delete from lists')
    expect([keys, sessions, tasks, lists]).toEqual([0, 0, 0, 0])
    await expect(other.query('select title from tasks')).rejects.toThrow('permission denied for table tasks')
  } finally {
    await other.end()
  }
  expect(await everything()).toEqual(before)
})
