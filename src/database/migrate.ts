import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

type Migration = { name: string; text: string; checksum: string }

const shipped = new URL('../../sql/migrations/', import.meta.url)

// Any number will do as long as no one else takes a lock on it.
const lockKey = 7_225_843_106

// A statement that waits for a table holds up every request that comes for it after, so it waits briefly, and often.
const lockTimeout = '300ms'
const mostTries = 100

// In milliseconds: how long another process' migrations are waited for, and how often it is looked whether they are over.
const patience = 120_000
const glance = 100

/**
 * Brings the database up to the migrations in sql/migrations: forward only, each in a transaction of its own, under a
 * transaction's advisory lock, so that two processes starting at once migrate once, through a transaction pooler too. One
 * that is named `*.concurrently.sql` holds nothing but indexes, which are built while the tables are in use.
 * @param folder where the migrations are, if not where they are shipped
 * @returns the names of the migrations that were applied
 * @throws when one that was applied has been changed since, when the database is of a newer version, or when one fails
 */
export async function migrate(databaseUrl: string, folder = shipped): Promise<string[]> {
  const client = await connect(databaseUrl)
  try {
    const migrations = readMigrations(folder)
    const applied: string[] = []
    for (const migration of migrations) if (await applyPatiently(client, migration, databaseUrl)) applied.push(migration.name)
    await refuseNewer(client, migrations)
    return applied
  } finally {
    await client.end()
  }
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 15_000, application_name: 'taskpact migrate' })
  // An error that no query is waiting for comes with the query's own; without a listener it ends the process.
  client.on('error', () => undefined)
  await client.connect()
  return client
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

/** Tries again where a table was in use, as nothing of it was kept. */
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
      throw new Error(`sql/migrations/${name} was changed after it was applied. Migrations are append-only: restore it and write a new one.`)
    }
    if (known === null) {
      // What was asked with values is only let go of, and with it what it could see, when something else is asked.
      await client.query('select 1')
      await (name.endsWith('.concurrently.sql') ? buildIndexes(databaseUrl, text) : client.query(text))
      await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [name, checksum])
    }
    await client.query('commit')
    return known === null
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error instanceof pg.DatabaseError ? new Error(`sql/migrations/${name}: ${error.message}`, { cause: error }) : error
  }
}

/**
 * Begins a transaction that holds the lock. It is asked for again and again: an index that is built concurrently waits for
 * every statement that was there before it, so that a statement which waits for the lock would never see its end.
 */
async function lock(client: pg.Client): Promise<void> {
  const deadline = performance.now() + patience
  for (;;) {
    await client.query('begin; set local idle_in_transaction_session_timeout = 0')
    const { rows: [row] } = await client.query<{ held: boolean }>('select pg_try_advisory_xact_lock($1) as held', [lockKey])
    if (row?.held) return
    await client.query('rollback')
    if (performance.now() > deadline) throw new Error('Another process has been migrating this database for two minutes. Look at what it waits for.')
    await pause(glance)
  }
}

/** Builds indexes outside of the transaction that holds the lock; what is left of one that was broken off is built anew. */
async function buildIndexes(databaseUrl: string, text: string): Promise<void> {
  const builder = await connect(databaseUrl)
  try {
    await builder.query('set statement_timeout = 0')
    await builder.query('set lock_timeout = 0')
    for (const [statement, name] of text.matchAll(/^create (?:unique )?index concurrently (\w+)[^;]*/gm)) {
      const { rows: [found] } = await builder.query<{ valid: boolean }>('select indisvalid as valid from pg_index where indexrelid = to_regclass($1)', [name])
      if (found?.valid) continue
      if (found) await builder.query(`drop index concurrently ${name}`)
      await builder.query(statement)
    }
  } finally {
    // Where a pooler stands between, the connection to the database outlives this one.
    await builder.query('reset statement_timeout').then(() => builder.query('reset lock_timeout')).catch(() => undefined)
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

/** An older release on a newer schema would write what the newer one no longer expects. */
async function refuseNewer(client: pg.Client, migrations: Migration[]): Promise<void> {
  const names = migrations.map(({ name }) => name)
  const { rows } = await client.query<{ name: string }>('select name from schema_migrations where name <> all ($1::text[]) order by name', [names])
  const newer = rows[0]?.name
  if (newer) throw new Error(`The database has the migration ${newer}, which this release does not know. Run the newer release.`)
}
