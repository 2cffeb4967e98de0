import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startService } from '../../src/server.ts'
import { administer, withDatabase } from '../support/administer.ts'
import { createDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { contentsAt, emptyIn, makeTheRest, makeOneOfEach, queryAt, sequencesAt } from '../support/one-of-each.ts'
import { startOwn } from '../support/postgres.ts'
import { clientOf, settingsFor, testService } from '../support/service.ts'
import { taskpact } from '../support/taskpact.ts'
import type { Run } from '../support/taskpact.ts'

const service = testService()
const superuser = (): string => inject('superuserUrl')
const nameOf = (url: string): string => new URL(url).pathname.slice(1)
const asSuperuser = (url: string): string => withDatabase(superuser(), nameOf(url))
const timeouts = "select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock"

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskpact-dump-'))
  await chmod(folder, 0o755)
  await makeOneOfEach(service.url, 'carol')
  await makeTheRest(asSuperuser(service.database.url))
  expect(emptyIn(await contentsAt(asSuperuser(service.database.url), 'all'))).toEqual([])
}, 60_000)
afterAll(async () => {
  await administer(superuser(), 'drop role if exists taskpact_backup')
  await rm(folder, { recursive: true, force: true })
})

const run = (args: string[], databaseUrl: string, environment: Record<string, string> = {}): Promise<Run> =>
  taskpact(folder, args, { DATABASE_URL: databaseUrl, ...environment })

/** The statements that a start logs as repairs, and what a signed-in user sees on the service. */
async function startOn(url: string): Promise<{ repairs: unknown[]; tasks: unknown }> {
  const repairs: unknown[] = []
  const log = pino({ level: 'warn', base: null }, { write: (line: string) => void repairs.push(JSON.parse(line).statement) })
  const running = await startService(settingsFor(url), log)
  try {
    const alice = clientOf(running.url, { Authorization: `Bearer ${service.alice.token}` })
    await alice.post('/api/me/tasks', { title: 'After the restore', tags: ['new'] }).expect(201)
    return { repairs: repairs.filter(Boolean), tasks: (await alice.get('/api/me/tasks?search=restore').expect(200)).body }
  } finally {
    await running.stop(true)
  }
}

async function intoEmpty<Result>(work: (database: TestDatabase) => Promise<Result>): Promise<Result> {
  const database = await createDatabase('nothing')
  return work(database).finally(() => database.drop())
}

describe('backup of a server', { timeout: 120_000 }, () => {
  test('fails in one line where the role does not see all rows, and leaves no file', async () => {
    const { status, err } = await run(['backup', 'none.dump'], service.database.url)
    expect(status).toBe(1)
    expect(err).toMatch(/^The role taskpact does not see all rows, so a backup would lack them\. Let a superuser run: create role taskpact_backup [^\n]+;\n$/)
    expect(await readdir(folder)).toEqual([])
  })

  test('as the role that the line makes: after a restore every table and sequence is equal', async () => {
    const { err } = await run(['backup', 'none.dump'], service.database.url)
    for (const statement of (/run: (.*)$/m.exec(err)?.[1] ?? '').split('; ')) await administer(superuser(), statement)
    expect(await run(['backup', 'all.dump'], service.database.url)).toMatchObject({ status: 0, err: '' })
    expect(((await stat(join(folder, 'all.dump'))).mode & 0o777).toString(8)).toBe('600')
    const source = asSuperuser(service.database.url)
    await intoEmpty(async ({ url, serviceUrl }) => {
      expect(await run(['restore', 'all.dump'], url)).toMatchObject({ status: 0, err: '' })
      expect(await contentsAt(asSuperuser(url), 'all')).toEqual(await contentsAt(source, 'all'))
      expect(await sequencesAt(asSuperuser(url))).toEqual(await sequencesAt(source))
      expect(await queryAt(url, timeouts)).toEqual([{ statement: '5s', lock: '1s' }])
      expect(await startOn(serviceUrl)).toMatchObject({ repairs: [], tasks: [{ title: 'After the restore' }] })
      const again = await run(['restore', 'all.dump'], url)
      expect(again.status).toBe(1)
      expect(again.err).toMatch(/^The database is not empty: it has \w+\. Create an empty database [^\n]+\n$/)
    })
  })

  test('the role may not be given more, and no other role may see all', async () => {
    await administer(superuser(), 'alter role taskpact_backup createrole')
    await expect(startOn(service.database.serviceUrl)).rejects.toThrow(/the role taskpact_backup is a superuser, makes roles or can log in/)
    await administer(superuser(), 'alter role taskpact_backup nocreaterole')
    await service.database.superuser('grant delete on tags to taskpact_backup')
    await expect(startOn(service.database.serviceUrl)).rejects.toThrow(/the role taskpact_backup may change tags/)
    await service.database.superuser('revoke delete on tags from taskpact_backup')
    await startOn(service.database.serviceUrl)
  })

  test('restores on a server of a later version, which has none of the roles', async () => {
    const own = await startOwn()
    try {
      await administer(own.templateUrl, 'create database elsewhere')
      const url = withDatabase(own.templateUrl, 'elsewhere')
      expect(await run(['restore', 'all.dump'], url)).toMatchObject({ status: 0, err: '' })
      const there = await contentsAt(withDatabase(own.superuserUrl, 'elsewhere'), 'all')
      expect(emptyIn(there)).toEqual([])
      expect((await startOn(url)).repairs).toEqual([])
    } finally {
      await own.stop()
    }
  })

  test("a superuser's own dump and restore lose the settings of the role, which the next start repairs", async () => {
    const execute = promisify(execFile)
    await intoEmpty(async ({ url, serviceUrl }) => {
      const [from, to] = [asSuperuser(service.database.url), asSuperuser(url)]
      await execute('/bin/sh', ['-c', `pg_dump --format custom --dbname '${from}' | pg_restore --exit-on-error --dbname '${to}'`])
      expect(await queryAt(url, timeouts)).toEqual([{ statement: '0', lock: '0' }])
      expect((await startOn(serviceUrl)).repairs).toHaveLength(4)
      expect(await queryAt(url, timeouts)).toEqual([{ statement: '5s', lock: '1s' }])
    })
  })

  test('through a pooler is refused', async () => {
    const { status, err } = await run(['backup', 'pooled.dump'], service.database.serviceUrl)
    expect({ status, err }).toEqual({
      status: 1,
      err: 'DATABASE_URL leads through a pooler. Set it to the URL of the database itself for this command.\n',
    })
  })

  test('without pg_dump says what to install', async () => {
    const { status, err } = await run(['backup', 'missing.dump'], service.database.url, { PATH: folder })
    expect(status).toBe(1)
    expect(err).toMatch(/^pg_dump is not installed\. [^\n]+apt-get install postgresql-client\n$/)
    expect(await readdir(folder)).toEqual(['all.dump'])
  })

  test('a dump that was cut off restores nothing', async () => {
    const { size } = await stat(join(folder, 'all.dump'))
    await promisify(execFile)('/bin/sh', ['-c', `head -c ${Math.floor(size * 0.7)} all.dump > cut.dump`], { cwd: folder })
    await intoEmpty(async ({ url }) => {
      const { status, err } = await run(['restore', 'cut.dump'], url)
      expect(status).toBe(1)
      expect(err).toMatch(/^pg_restore failed \([^\n]+\n$/)
      expect(await queryAt(url, "select tablename from pg_tables where schemaname = 'public'")).toEqual([])
    })
  })
})
