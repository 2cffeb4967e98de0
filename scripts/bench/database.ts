// The PostgreSQL that all servers share: the embedded one with durable settings, in a temporary folder, with a data set.
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import { migrate } from '../../src/database/migrate.ts'
import { lastTaskId, size } from './scenarios.ts'

export type BenchDatabase = {
  url: string
  /** A temporary folder, also for logs. */
  folder: string
  /** The process that all of PostgreSQL's others descend from. */
  pid: number
  version: string
  /** Runs statements as the superuser, whom row-level security does not bind. */
  superuser<Row extends pg.QueryResultRow>(statements: string): Promise<Row[]>
  /** Deletes what was created since, and the record of it, so that every round begins with the same rows. */
  reset(): Promise<void>
  stop(): Promise<void>
}

// fsync, synchronous_commit and full_page_writes stay on. Vacuum and checkpoints run between the rounds instead of at any time.
const settings = { max_connections: '300', autovacuum: 'off', checkpoint_timeout: '1h', max_wal_size: '4GB' }

/** @param fill inserts the data set as the superuser, whom row-level security does not bind; if it fails, nothing is left */
export async function startDatabase(fill: (client: pg.Client) => Promise<unknown> = fillSmall): Promise<BenchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-bench-'))
  const postgres = await startEmbeddedPostgres(folder, { settings })
  try {
    await migrate(postgres.url)
    const client = new pg.Client({ connectionString: postgres.superuserUrl })
    // If it is stopped while it fills, the statement fails too, which is enough.
    client.on('error', () => undefined)
    await client.connect()
    await fill(client)
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version")
    return {
      url: postgres.url,
      folder,
      pid: Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n', 1)[0]),
      version: rows[0]?.version ?? '',
      async superuser<Row extends pg.QueryResultRow>(statements: string) {
        return (await client.query<Row>(statements)).rows
      },
      async reset() {
        // With the trigger, the deletions would be recorded in their turn.
        await client.query(`
          begin;
          alter table tasks disable trigger recorded;
          delete from tasks where id > ${lastTaskId};
          alter table tasks enable trigger recorded;
          truncate changes;
          commit`)
        await client.query('vacuum tasks, feeds, quota_usage')
        await client.query('checkpoint')
      },
      async stop() {
        await client.end()
        await postgres.stop()
        await rm(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function fillSmall(client: pg.Client): Promise<void> {
  await client.query(dataSet)
  await client.query('vacuum (freeze, analyze)')
}

/** One statement, with the ids and sessions of scenarios.ts. */
const dataSet = `
with people as (
  insert into users (id, email, name) overriding system value
  select u, 'user' || u || '@example.com', 'User ' || u from generate_series(1, ${size.users}) as u
  returning id
), accounts as (
  insert into passwords (user_id, email_key, hash)
  select u, 'user' || u || '@example.com', 'none' from generate_series(1, ${size.users}) as u
  returning user_id
), active as (
  insert into sessions (id, user_id, expires_at)
  select ('00000000-0000-4000-8000-' || lpad(u::text, 12, '0'))::uuid, u, now() + interval '1 day'
  from generate_series(1, ${size.users}) as u
  returning id
), work as (
  insert into tasks (id, user_id, title, description, completed) overriding system value
  select t * ${size.users} + u, u, 'Task ' || t || ' of user ' || u,
    case when t % 3 > 0 then repeat('A few words about it. ', t % 5) end, t % 4 = 0
  from generate_series(0, ${size.tasks - 1}) as t, generate_series(1, ${size.users}) as u
  order by t, u
  returning id
)
select
  setval(pg_get_serial_sequence('users', 'id'), (select count(*) from people)),
  setval(pg_get_serial_sequence('tasks', 'id'), (select count(*) from work)),
  (select count(*) from accounts),
  (select count(*) from active)`
