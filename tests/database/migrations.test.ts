import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schemaText } from '../../scripts/generate/schema.ts'
import { migrate } from '../../src/database/migrate.ts'
import { createDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { testService } from '../support/service.ts'

const first = '0001_users_and_tasks.sql'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskpact-migrations-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A copy of the migrations with something more, or something else, among them. */
async function migrationsWith(changes: Record<string, string>): Promise<URL> {
  const copy = await mkdtemp(join(folder, 'copy-'))
  await cp(new URL('../../sql/migrations', import.meta.url), copy, { recursive: true })
  for (const [name, text] of Object.entries(changes)) await writeFile(join(copy, name), text)
  return pathToFileURL(`${copy}/`)
}

async function onEmptyDatabase(work: (database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await createDatabase('nothing')
  try {
    await work(database)
  } finally {
    await database.drop()
  }
}

const tablesOf = (database: TestDatabase): Promise<{ tablename: string }[]> =>
  database.query("select tablename from pg_tables where schemaname = 'public' order by 1")

describe('migrate', () => {
  test('applies what is missing once, and nothing the next time', () =>
    onEmptyDatabase(async ({ url }) => {
      expect(await migrate(url)).toContain(first)
      expect(await migrate(url)).toEqual([])
    }))

  test('applies each once when two processes start at once', () =>
    onEmptyDatabase(async (database) => {
      const applied = await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)])
      expect(applied.flat().filter((name) => name === first)).toEqual([first])
      expect(await database.query('select name from schema_migrations where name = $1', [first])).toEqual([{ name: first }])
    }))

  test('works through a transaction pooler where there is one', () =>
    onEmptyDatabase(async ({ serviceUrl }) => expect(await migrate(serviceUrl)).toContain(first)))

  test('refuses a migration that was changed after it was applied', () =>
    onEmptyDatabase(async ({ url }) => {
      await migrate(url)
      const changed = await migrationsWith({ [first]: 'select 1' })
      await expect(migrate(url, changed)).rejects.toThrow(`${first} was changed after it was applied`)
    }))

  test('refuses a database that a newer release has migrated', () =>
    onEmptyDatabase(async ({ url }) => {
      await migrate(url, await migrationsWith({ '9999_future.sql': 'create table future (id bigint)' }))
      await expect(migrate(url)).rejects.toThrow('the migration 9999_future.sql, which this release does not know')
    }))

  test('keeps nothing of a migration that fails, names it, and goes on when it is mended', () =>
    onEmptyDatabase(async (database) => {
      const broken = await migrationsWith({ '9999_broken.sql': 'create table half (id bigint); select * from nowhere' })
      await expect(migrate(database.url, broken)).rejects.toThrow('9999_broken.sql: relation "nowhere" does not exist')
      expect((await tablesOf(database)).map(({ tablename }) => tablename)).not.toContain('half')
      expect(await migrate(database.url, await migrationsWith({ '9999_broken.sql': 'create table half (id bigint)' }))).toEqual(['9999_broken.sql'])
    }))

  test('builds indexes while what they are on is in use, and anew what is left of one that could not be', () =>
    onEmptyDatabase(async (database) => {
      await migrate(database.url)
      await database.superuser('insert into users (id, name) overriding system value values (1, null), (2, null)')
      const folder = await migrationsWith({ '9999_names.concurrently.sql': '-- A comment.\ncreate unique index concurrently users_name on users (coalesce(name, id::text));\n' })
      const twice = await migrationsWith({ '9999_names.concurrently.sql': "create unique index concurrently users_name on users (coalesce(name, ''));\n" })
      const valid = async (): Promise<unknown> => (await database.query("select indisvalid from pg_index where indexrelid = to_regclass('users_name')"))[0]
      await expect(migrate(database.url, twice)).rejects.toThrow('9999_names.concurrently.sql: could not create unique index "users_name"')
      expect(await valid()).toEqual({ indisvalid: false })
      expect(await Promise.all([migrate(database.url, folder), migrate(database.url, folder)])).toContainEqual(['9999_names.concurrently.sql'])
      expect(await valid()).toEqual({ indisvalid: true })
      expect(await migrate(database.url, folder)).toEqual([])
    }))

  test('ends in the schema that sql/schema.sql shows', () =>
    onEmptyDatabase(async ({ url }) => {
      await migrate(url)
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      const text = await schemaText(client)
      await client.end()
      const { server_version_num: version } = (await readVersion(url)) ?? {}
      // Golden is what the newest server says of it; an older one words some expressions otherwise.
      if (Number(version) >= 180000) expect(text).toBe(await readFile(new URL('../../sql/schema.sql', import.meta.url), 'utf8'))
      else expect(text).toContain('table tasks')
    }))
})

async function readVersion(url: string): Promise<{ server_version_num: string } | undefined> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num')
  await client.end()
  return rows[0]
}

describe('under traffic', () => {
  const service = testService()

  test('201 and 200 throughout: a column and an index are added meanwhile', async () => {
    const expand = await migrationsWith({
      '9998_expand.sql': 'alter table tasks add column mood text; create index tasks_mood on tasks (user_id, mood)',
      '9999_contract.sql': 'alter table tasks drop column mood',
    })
    let migrating = true
    const statuses = new Map<number, number>()
    const traffic = async (): Promise<void> => {
      while (migrating) {
        const { status: created } = await service.alice.post('/api/me/tasks', { title: 'while migrating' })
        const { status: listed } = await service.alice.get('/api/me/tasks?limit=5')
        for (const status of [created, listed]) statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    }
    const writers = Array.from({ length: 8 }, traffic)
    await service.alice.get('/api/me/tasks').expect(200)
    expect(await migrate(service.database.url, expand)).toEqual(['9998_expand.sql', '9999_contract.sql'])
    migrating = false
    await Promise.all(writers)
    expect([...statuses.keys()].sort()).toEqual([200, 201])
  })

  test('waits for a table that is in use, without holding up those who come after', async () => {
    const holder = new pg.Client({ connectionString: service.database.url })
    await holder.connect()
    await holder.query('begin; set local role taskpact_runtime; select from tasks limit 1')
    const migrated = migrate(service.database.url, await migrationsWith({
      '9998_expand.sql': 'alter table tasks add column mood text; create index tasks_mood on tasks (user_id, mood)',
      '9999_contract.sql': 'alter table tasks drop column mood',
      '99991_again.sql': 'alter table tasks add column mood text',
    }))
    for (let requests = 0; requests < 20; requests += 1) await service.alice.get('/api/me/tasks?limit=1').expect(200)
    await holder.query('commit')
    expect(await migrated).toEqual(['99991_again.sql'])
    await holder.end()
  })
})
