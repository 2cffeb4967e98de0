import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schemaText } from '../../scripts/generate/schema.ts'
import { statementsForAdministrator } from '../../src/database/administrator.ts'
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

/** Applies the migrations that come before a number. */
async function migrateBefore({ url }: TestDatabase, number: string): Promise<void> {
  const before = await migrationsWith({})
  for (const name of await readdir(before)) if (name >= number) await rm(new URL(name, before))
  await migrate(url, before)
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
      await expect(migrate(url)).rejects.toThrow('the migration 9999_future.sql, which this release does not have')
    }))

  test('rolls back a migration that fails, names it, and continues once it is fixed', () =>
    onEmptyDatabase(async (database) => {
      const broken = await migrationsWith({ '9999_broken.sql': 'create table half (id bigint); select * from nowhere' })
      await expect(migrate(database.url, broken)).rejects.toThrow('9999_broken.sql: relation "nowhere" does not exist')
      expect((await tablesOf(database)).map(({ tablename }) => tablename)).not.toContain('half')
      expect(await migrate(database.url, await migrationsWith({ '9999_broken.sql': 'create table half (id bigint)' }))).toEqual(['9999_broken.sql'])
    }))

  test('builds indexes while their tables are in use, and rebuilds invalid ones', () =>
    onEmptyDatabase(async (database) => {
      await migrate(database.url)
      await database.superuser('insert into users (id, name) overriding system value values (1, null), (2, null)')
      const folder = await migrationsWith({
        '9999_names.concurrently.sql': '-- A comment.\ncreate unique index concurrently users_name on users (coalesce(name, id::text));\n',
      })
      const twice = await migrationsWith({ '9999_names.concurrently.sql': "create unique index concurrently users_name on users (coalesce(name, ''));\n" })
      const valid = async (): Promise<unknown> => (await database.query("select indisvalid from pg_index where indexrelid = to_regclass('users_name')"))[0]
      await expect(migrate(database.url, twice)).rejects.toThrow('9999_names.concurrently.sql: could not create unique index "users_name"')
      expect(await valid()).toEqual({ indisvalid: false })
      expect(await Promise.all([migrate(database.url, folder), migrate(database.url, folder)])).toContainEqual(['9999_names.concurrently.sql'])
      expect(await valid()).toEqual({ indisvalid: true })
      expect(await migrate(database.url, folder)).toEqual([])
    }))

  test('counts the existing rows of every user for the quotas, and the tasks of every tag', () =>
    onEmptyDatabase(async (database) => {
      await migrateBefore(database, '0012')
      await database.superuser(`
        insert into users (id) overriding system value values (1), (2);
        insert into tasks (user_id, title, description, tags, tag_keys) values (1, 'Milch', 'süß', '{x}', '{1:x}'), (1, 'x', null, '{}', '{}');
        insert into lists (user_id, name) values (1, 'Home'); insert into tags (user_id, name, name_key) values (1, 'x', 'x')`)
      expect(await migrate(database.url)).toEqual(expect.arrayContaining(['0012_quotas.sql', '0013_large_accounts.sql']))
      expect(await database.superuser('select user_id, name_key, list_id, tasks, open from tag_counts')).toEqual([
        { user_id: '1', name_key: 'x', list_id: null, tasks: '1', open: '1' },
      ])
      expect(await database.superuser('select * from quota_usage order by user_id')).toEqual([
        { user_id: '1', tasks: '2', lists: '1', tags: '1', bytes: `${5 + 5 + 3 + 1 + 2 + 4 + 1}` },
        { user_id: '2', tasks: '0', lists: '0', tags: '0', bytes: '0' },
      ])
    }))

  test('folds the tags of the version before: two that are one become the older one, on every task', () =>
    onEmptyDatabase(async (database) => {
      await migrateBefore(database, '0014')
      await database.superuser(`
        insert into users (id) overriding system value values (1), (2);
        insert into tags (user_id, name, name_key)
        values (1, 'straße', 'straße'), (1, 'STRASSE', 'strasse'), (1, '❤️', '❤️'), (1, ' home', ' home'), (1, 'x', 'x'), (2, 'STRASSE', 'strasse');
        insert into tasks (user_id, title, tags, tag_keys)
        values (1, 'both', '{x,STRASSE,straße}', '{1:x,1:strasse,1:straße}'), (1, 'second', '{STRASSE}', '{1:strasse}'), (1, 'first', '{straße}', '{1:straße}'),
          (1, 'neither', '{❤️," home"}', '{1:❤️,"1: home"}'), (2, 'other', '{STRASSE}', '{2:strasse}')`)
      const applied = await migrate(database.url)
      expect(applied.filter((name) => name.startsWith('0014'))).toHaveLength(4)
      expect(await database.superuser('select name, name_key from tags where user_id = 1 order by id')).toEqual([
        { name: 'straße', name_key: 'strasse' },
        { name: '❤️', name_key: '❤' },
        { name: ' home', name_key: 'home' },
        { name: 'x', name_key: 'x' },
      ])
      // Only what a client sees has a new version.
      expect(await database.superuser('select title, tags, tag_keys, version::integer from tasks order by id')).toEqual([
        { title: 'both', tags: ['x', 'straße'], tag_keys: ['1:x', '1:strasse'], version: 2 },
        { title: 'second', tags: ['straße'], tag_keys: ['1:strasse'], version: 2 },
        { title: 'first', tags: ['straße'], tag_keys: ['1:strasse'], version: 1 },
        { title: 'neither', tags: ['❤️', ' home'], tag_keys: ['1:❤', '1:home'], version: 1 },
        { title: 'other', tags: ['STRASSE'], tag_keys: ['2:strasse'], version: 1 },
      ])
      const counted = `
        select user_id, (select count(*) from tags where tags.user_id = users.id) as tags,
          (select sum(task_bytes(title, description, tags)) from tasks where tasks.user_id = users.id)
            + (select sum(octet_length(name)) from tags where tags.user_id = users.id) as bytes
        from (select id, id as user_id from users) as users order by 1`
      expect(await database.superuser('select user_id, tags, bytes from quota_usage order by 1')).toEqual(await database.superuser(counted))
    }))

  test('keeps the tags of a process of the version before right, which writes keys of its own', () =>
    onEmptyDatabase(async (database) => {
      await migrate(database.url)
      await database.superuser(`
        insert into users (id) overriding system value values (1);
        insert into tags (user_id, name, name_key) values (1, 'Straße', 'straße');
        insert into tags (user_id, name, name_key) values (1, 'STRASSE', 'strasse') on conflict on constraint tags_name_taken do nothing;
        insert into tasks (user_id, title, tags, tag_keys) values (1, 'a', '{Straße}', '{1:straße}')`)
      expect(await database.superuser('select name, name_key from tags')).toEqual([{ name: 'Straße', name_key: 'strasse' }])
      expect(await database.superuser('select tags, tag_keys from tasks')).toEqual([{ tags: ['Straße'], tag_keys: ['1:strasse'] }])
    }))

  test('without CREATEROLE and the database, says what an administrator has to run, after which it migrates', () =>
    onEmptyDatabase(async ({ url, superuser }) => {
      const role = `limited_${randomUUID().replaceAll('-', '')}`
      const limited = new URL(url)
      Object.assign(limited, { username: role, password: 'a+b/c' })
      await superuser(`create role ${role} login password 'a+b/c'`)
      try {
        const refusal = String(await migrate(limited.href).catch((error: unknown) => error))
        const database = limited.pathname.slice(1)
        const statements = `grant taskpact_runtime, taskpact_authentication, taskpact_maintenance, taskpact_finder, taskpact_recorder to ${role} with admin option; alter database ${database} owner to ${role};`
        expect(refusal).toMatch(/^Error: The role of DATABASE_URL may not migrate the database \(permission denied [^\n]+$/)
        expect(refusal.endsWith(`Let an administrator run, in this database: ${statements}`)).toBe(true)
        await superuser(statements)
        expect(await migrate(limited.href)).toContain(first)
        const client = new pg.Client({ connectionString: limited.href })
        await client.connect()
        expect(await statementsForAdministrator(client)).toEqual([])
        expect(await statementsForAdministrator(client, ['taskpact_none'])).toEqual([
          'create role taskpact_none nologin',
          `grant taskpact_none to ${role} with admin option`,
        ])
        await client.end()
      } finally {
        await superuser(`reassign owned by ${role} to current_user; drop owned by ${role}; drop role ${role}`)
      }
    }))

  test.each<[string, (url: URL) => void, RegExp]>([
    [
      'a password that is wrong',
      (url) => (url.password = 'hunter2'),
      /^DATABASE_URL: the server refuses the connection \(.*password authentication failed .*\)\. Check the user/,
    ],
    [
      'a database that does not exist',
      (url) => (url.pathname = '/nowhere'),
      /^DATABASE_URL: the server refuses the connection \(.*"nowhere".*\)\. Check the user/,
    ],
    [
      'a server without encryption',
      (url) => (url.search = '?sslmode=verify-full'),
      /^DATABASE_URL: no encrypted connection is possible \(.+\)\. Check sslmode/,
    ],
    ['a host that does not exist', (url) => (url.hostname = 'nowhere.invalid'), /^DATABASE_URL: the host is not found \(.+\)\. Check the host/],
    ['a port where nobody listens', (url) => (url.port = '1'), /^DATABASE_URL: the database does not respond \(.+\)\. Check the URL/],
  ])('%s is told as such', (_, change, expected) =>
    onEmptyDatabase(async ({ url }) => {
      const changed = new URL(url)
      change(changed)
      await expect(migrate(changed.href)).rejects.toThrow(expected)
    }),
  )

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
    const migrated = migrate(
      service.database.url,
      await migrationsWith({
        '9998_expand.sql': 'alter table tasks add column mood text; create index tasks_mood on tasks (user_id, mood)',
        '9999_contract.sql': 'alter table tasks drop column mood',
        '99991_again.sql': 'alter table tasks add column mood text',
      }),
    )
    for (let requests = 0; requests < 20; requests += 1) await service.alice.get('/api/me/tasks?limit=1').expect(200)
    await holder.query('commit')
    expect(await migrated).toEqual(['99991_again.sql'])
    await holder.end()
  })
})
