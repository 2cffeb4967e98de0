import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import pg from 'pg'

type Migration = { name: string; text: string; checksum: string }

const folder = new URL('../sql/migrations/', import.meta.url)

// Any number will do as long as no one else takes a lock on it.
const lockKey = 7_225_843_106

/**
 * Brings the database up to the migrations in sql/migrations: forward only, each in a transaction of its own, under a
 * transaction's advisory lock, so that two processes starting at once migrate once, through a transaction pooler too.
 * @returns the names of the migrations that were applied
 * @throws when one that was applied has been changed since, when the database is of a newer version, or when one fails
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 15_000, application_name: 'taskpact migrate' })
  // An error that no query is waiting for comes with the query's own; without a listener it ends the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const applied: string[] = []
    for (const migration of readMigrations()) if (await apply(client, migration)) applied.push(migration.name)
    await refuseNewer(client)
    return applied
  } finally {
    await client.end()
  }
}

function readMigrations(): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, folder), 'utf8')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    })
}

async function apply(client: pg.Client, { name, text, checksum }: Migration): Promise<boolean> {
  await client.query('begin')
  try {
    // Whoever waits for the lock waits for another's migration; a statement that waits for a table gives up soon, so that
    // the requests queued behind it do not.
    await client.query("set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local lock_timeout = '2min'")
    await client.query('select pg_advisory_xact_lock($1)', [lockKey])
    await client.query("set local lock_timeout = '5s'")
    const known = await checksumOf(client, name)
    if (known !== null && known !== checksum) {
      throw new Error(`sql/migrations/${name} was changed after it was applied. Migrations are append-only: restore it and write a new one.`)
    }
    if (known === null) {
      await client.query(text)
      await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [name, checksum])
    }
    await client.query('commit')
    return known === null
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error instanceof pg.DatabaseError ? new Error(`sql/migrations/${name}: ${error.message}`, { cause: error }) : error
  }
}

async function checksumOf(client: pg.Client, name: string): Promise<string | null> {
  const { rows: tables } = await client.query("select from pg_tables where schemaname = 'public' and tablename = 'schema_migrations'")
  if (tables.length === 0) {
    await client.query('create table schema_migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())')
  }
  const { rows } = await client.query<{ checksum: string }>('select checksum from schema_migrations where name = $1', [name])
  return rows[0]?.checksum ?? null
}

/** An older release on a newer schema would write what the newer one no longer expects. */
async function refuseNewer(client: pg.Client): Promise<void> {
  const names = readMigrations().map(({ name }) => name)
  const { rows } = await client.query<{ name: string }>('select name from schema_migrations where name <> all ($1::text[]) order by name', [names])
  const newer = rows[0]?.name
  if (newer) throw new Error(`The database has the migration ${newer}, which this release does not know. Run the newer release.`)
}
