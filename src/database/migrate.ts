import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { MissingPrivilegeError, missingPrivilege } from './administrator.ts'
import { openSession } from './single-connection.ts'

type Migration = { name: string; text: string; checksum: string }

const shipped = new URL('../../sql/migrations/', import.meta.url)

// An arbitrary number that no other code locks.
const lockKey = 7_225_843_106

// A statement that waits for a table blocks all later requests on it, so it waits briefly, and often.
const lockTimeout = '300ms'
const mostTries = 100

// The code of PostgreSQL for it.
const notPermitted = '42501'

// In milliseconds: how long to wait for migrations of another process, and how often to check.
const patience = 120_000
const glance = 100

/**
 * Applies the pending migrations in sql/migrations: forward only, each in its own transaction, under a transaction-level
 * advisory lock. So two processes that start at once migrate once, also through a transaction pooler. A file named
 * `*.concurrently.sql` has only indexes, which are built while the tables are in use.
 * @param folder the migrations, by default those of the package
 * @param only the names of those to apply, by default all
 * @returns the names of the applied migrations
 * @throws if an applied migration was modified, if the database is newer than this release, or if a migration fails
 */
export async function migrate(databaseUrl: string, folder = shipped, only?: string[]): Promise<string[]> {
  const client = await openSession(databaseUrl, 'taskpact migrate')
  try {
    const migrations = readMigrations(folder)
    const applied: string[] = []
    for (const migration of migrations) {
      if (only && !only.includes(migration.name)) continue
      if (await applyPatiently(client, migration, databaseUrl)) applied.push(migration.name)
    }
    await refuseNewer(client, migrations)
    return applied
  } finally {
    await client.end()
  }
}

/** @throws unless the database has the migrations of this release, no more and no less; it changes nothing */
export async function assertMigrated(databaseUrl: string): Promise<void> {
  const client = await openSession(databaseUrl, 'taskpact')
  try {
    const migrations = readMigrations(shipped)
    const { rows: tables } = await client.query("select from pg_tables where schemaname = 'public' and tablename = 'schema_migrations'")
    const { rows } = tables.length === 0 ? { rows: [] } : await client.query<{ name: string }>('select name from schema_migrations')
    const missing = migrations.find(({ name }) => !rows.some((row) => row.name === name))
    if (missing) throw new Error(`The database does not have the migration ${missing.name}. Start the service of this release, or run "taskpact migrate".`)
    await refuseNewer(client, migrations)
  } finally {
    await client.end()
  }
}

function readMigrations(folder: URL): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, folder), 'utf8')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    })
}

/** Retries a migration whose table was in use, as it was rolled back. */
async function applyPatiently(client: pg.Client, migration: Migration, databaseUrl: string): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await apply(client, migration, databaseUrl)
    } catch (error) {
      const inUse = error instanceof Error && error.cause instanceof pg.DatabaseError && error.cause.code === '55P03'
      if (!inUse || tries === mostTries) throw error
      await pause(50 + Math.random() * 200)
    }
  }
}

async function apply(client: pg.Client, { name, text, checksum }: Migration, databaseUrl: string): Promise<boolean> {
  await lock(client)
  try {
    await client.query(`set local statement_timeout = 0; set local lock_timeout = '${lockTimeout}'`)
    const known = await checksumOf(client, name)
    if (known !== null && known !== checksum) {
      throw new Error(`sql/migrations/${name} was changed after it was applied. Migrations are append-only: restore the file and write a new one.`)
    }
    if (known === null) {
      // The snapshot of a query with values is released only by the next query.
      await client.query('select 1')
      await (name.endsWith('.concurrently.sql') ? buildIndexes(databaseUrl, text) : client.query(text))
      await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [name, checksum])
    }
    await client.query('commit')
    return known === null
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    if (!(error instanceof pg.DatabaseError)) throw error
    const fault = error.code === notPermitted ? await missingPrivilege(client, error) : error
    throw fault instanceof MissingPrivilegeError ? fault : new Error(`sql/migrations/${name}: ${error.message}`, { cause: error })
  }
}

/**
 * Begins a transaction that holds the lock, by polling: building an index concurrently waits for all earlier statements, so a
 * statement that waits for the lock would block it forever.
 */
async function lock(client: pg.Client): Promise<void> {
  const deadline = performance.now() + patience
  for (;;) {
    await client.query('begin; set local idle_in_transaction_session_timeout = 0')
    const {
      rows: [row],
    } = await client.query<{ held: boolean }>('select pg_try_advisory_xact_lock($1) as held', [lockKey])
    if (row?.held) return
    await client.query('rollback')
    if (performance.now() > deadline) throw new Error('Another process has been migrating this database for two minutes. Find out what it is waiting for.')
    await pause(glance)
  }
}

/** Builds indexes outside of the transaction that holds the lock; an invalid leftover of an aborted build is built again. */
async function buildIndexes(databaseUrl: string, text: string): Promise<void> {
  const builder = await openSession(databaseUrl, 'taskpact migrate')
  try {
    await builder.query('set statement_timeout = 0')
    await builder.query('set lock_timeout = 0')
    for (const [statement, name] of text.matchAll(/^create (?:unique )?index concurrently (\w+)[^;]*/gm)) {
      const {
        rows: [found],
      } = await builder.query<{ valid: boolean }>('select indisvalid as valid from pg_index where indexrelid = to_regclass($1)', [name])
      if (found?.valid) continue
      if (found) await builder.query(`drop index concurrently ${name}`)
      await builder.query(statement)
    }
  } finally {
    // Behind a pooler, the connection to the database outlives this one. words-allow: behind
    await builder
      .query('reset statement_timeout')
      .then(() => builder.query('reset lock_timeout'))
      .catch(() => undefined)
    await builder.end()
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

/** An older release on a newer schema would write data that the newer one does not expect. */
async function refuseNewer(client: pg.Client, migrations: Migration[]): Promise<void> {
  const names = migrations.map(({ name }) => name)
  const { rows } = await client.query<{ name: string }>('select name from schema_migrations where name <> all ($1::text[]) order by name', [names])
  const newer = rows[0]?.name
  if (newer) throw new Error(`The database has the migration ${newer}, which this release does not have. Run the newer release.`)
}
