// The PostgreSQL that all servers share: our embedded one with its durable settings, on a folder of its own, with a data set.
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import { migrate } from '../../src/database/migrate.ts'
import { lastTaskId, size } from './scenarios.ts'

export type BenchDatabase = {
  url: string
  /** The folder of this run, gone after it: logs may go there. */
  folder: string
  /** Of the process whose descendants all of PostgreSQL's others are. */
  pid: number
  version: string
  /** Removes what was created since, so that every round begins on the same rows. */
  reset(): Promise<void>
  stop(): Promise<void>
}

// fsync, synchronous_commit and full_page_writes stay on. What would run now and then runs between the rounds instead.
const settings = { max_connections: '300', autovacuum: 'off', checkpoint_timeout: '1h', max_wal_size: '4GB' }

/** @param fill puts the data set there, as the superuser, whom row-level security does not bind; where it fails, nothing is left */
export async function startDatabase(fill: (client: pg.Client) => Promise<unknown> = fillSmall): Promise<BenchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-bench-'))
  const postgres = await startEmbeddedPostgres(folder, { settings })
  try {
    await migrate(postgres.url)
    const passwords = JSON.parse(await readFile(join(folder, 'postgres.json'), 'utf8')) as Record<string, string>
    const superuser = new URL(postgres.url)
    superuser.username = 'postgres'
    superuser.password = passwords['superuser'] ?? ''
    const client = new pg.Client({ connectionString: superuser.href })
    // Where it is stopped while it fills, the statement fails too, and that is enough.
    client.on('error', () => undefined)
    await client.connect()
    await fill(client)
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version")
    return {
      url: postgres.url,
      folder,
      pid: Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n', 1)[0]),
      version: rows[0]?.version ?? '',
      async reset() {
        await client.query(`delete from tasks where id > ${lastTaskId}`)
        await client.query('vacuum tasks')
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

/** One statement. Ids and sessions as scenarios.ts has them. */
const dataSet = `
with people as (
  insert into users (id, email, name) overriding system value
  select u, 'user' || u || '@example.com', 'User ' || u from generate_series(1, ${size.users}) as u
  returning id
), standing as (
  insert into sessions (id, user_id, expires_at)
  select ('00000000-0000-4000-8000-' || lpad(u::text, 12, '0'))::uuid, u, now() + interval '1 day'
  from generate_series(1, ${size.users}) as u
  returning id
), work as (
  insert into tasks (id, user_id, title, description, completed) overriding system value
  select t * ${size.users} + u, u, 'Task ' || t || ' of user ' || u,
    case when t % 3 > 0 then repeat('What there is to say of it. ', t % 5) end, t % 4 = 0
  from generate_series(0, ${size.tasks - 1}) as t, generate_series(1, ${size.users}) as u
  order by t, u
  returning id
)
select
  setval(pg_get_serial_sequence('users', 'id'), (select count(*) from people)),
  setval(pg_get_serial_sequence('tasks', 'id'), (select count(*) from work)),
  (select count(*) from standing)`
