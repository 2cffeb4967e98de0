import { access, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { EmbeddedPostgresError } from '../../src/embedded-postgres/index.ts'
import type { EmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import {
  ask,
  endAll,
  isAlive,
  kill,
  newFolder,
  portIsOpen,
  postmasterOf,
  removeAll,
  start,
  startElsewhere,
  superuserUrl,
  until,
  watchdogOf,
} from '../support/embedded.ts'

// Most tests share one folder with data in it: making that data takes longer than all the rest.
let used: string
let made: Awaited<ReturnType<typeof inspect>>

beforeAll(async () => {
  used = await newFolder()
  const first = await start(used, { max_connections: '30' })
  made = await inspect(first)
  await first.stop()
}, 60_000)

/** What a first start has made. */
async function inspect(server: EmbeddedPostgres) {
  const { url } = server
  const role = `select rolsuper, rolcreaterole, rolcreatedb, rolreplication
    from pg_roles where rolname = current_user`
  const database = `select datdba::regrole::text, pg_encoding_to_char(encoding), datlocprovider, datlocale, datcollate
    from pg_database where datname = current_database()`
  const settings = ['listen_addresses', 'unix_socket_directories', 'data_checksums', 'timezone', 'max_connections', 'password_encryption'].map(
    (name) => `current_setting('${name}')`,
  )
  const modes = await Promise.all(['', 'postgres', 'postgres.json'].map((name) => stat(join(used, name))))
  return {
    url,
    role: await ask(url, role),
    database: await ask(url, database),
    modes: modes.map(({ mode }) => (mode & 0o777).toString(8)),
    settings: await ask(await superuserUrl(used, server), `select ${settings.join(', ')}`),
    withWrongPassword: await ask(url.replace(/:[\w-]+@/, ':wrong@'), 'select 1').then(String, String),
  }
}

afterEach(endAll)
afterAll(removeAll, 60_000)

async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof EmbeddedPostgresError)) throw new Error(`not refused in its own words: ${String(error)}`)
  expect(error.message).not.toContain('\n')
  return error.message
}

/** Gives a folder whose first owner was killed before it had made the data. */
async function killedInTheFirstStart(): Promise<string> {
  for (;;) {
    const folder = await newFolder()
    const names = () => readdir(folder).catch((): string[] => [])
    const owner = startElsewhere(folder)
    await until(async () => (await names()).some((name) => name.startsWith('postgres')))
    await kill(owner)
    // On a busy machine it may have been done before anybody looked.
    if (!(await names()).includes('postgres')) return folder
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

describe('what the first start makes', { timeout: 60_000 }, () => {
  test('a database taskpact, owned by a role that may create roles and databases and is no superuser', () => {
    expect(made.url).toMatch(/^postgresql:\/\/taskpact:[\w-]{20,}@127\.0\.0\.1:\d+\/taskpact$/)
    expect(made.role).toEqual([false, true, true, false])
    expect(made.database).toEqual(['taskpact', 'UTF8', 'b', 'C.UTF-8', 'C'])
  })

  test('data nobody else can read, and a server only this machine can reach, by password', () => {
    expect(made.modes).toEqual(['700', '700', '600'])
    expect(made.settings).toEqual(['127.0.0.1', '', 'on', 'UTC', '30', 'scram-sha-256'])
    expect(made.withWrongPassword).toContain('password authentication failed')
  })

  test('durable commits unless told otherwise', async () => {
    const owner = startElsewhere(used, {})
    const url = await owner.news()
    expect(await ask(url, "select current_setting('fsync'), current_setting('synchronous_commit')")).toEqual(['on', 'on'])
  })
})

describe('stopping and starting again', { timeout: 60_000 }, () => {
  test('data, role and password stay; nothing else does', async () => {
    const first = await start(used)
    await ask(first.url, 'create table kept as select 42 as answer')
    const open = new pg.Client(first.url)
    open.on('error', () => {})
    await open.connect()
    await Promise.all([first.stop(), first.stop()])
    await first.stop()
    expect(await first.ended).toBe(true)
    expect(await portIsOpen(first.url)).toBe(false)
    expect(watchdogOf(process.pid)).toBe(0)
    expect((await readdir(used)).sort()).toEqual(['postgres', 'postgres.json'])

    const second = await start(used)
    expect(await ask(second.url, 'select answer from kept')).toEqual([42])
    expect(new URL(second.url).password).toBe(new URL(first.url).password)
  })

  test('a Ctrl-C in the terminal leaves it to the owner when PostgreSQL stops', async () => {
    const owner = startElsewhere(used)
    const url = await owner.news()
    // What a terminal does: the signal goes to everything in its foreground group.
    process.kill(-owner.pid, 'SIGINT')
    expect(await owner.news()).toBe('still up, then stopped')
    expect(await portIsOpen(url)).toBe(false)
  })

  test('a PostgreSQL that dies by itself is noticed, and its folder is free again', async () => {
    const server = await start(used)
    process.kill(await postmasterOf(used), 'SIGKILL')
    expect(await server.ended).toBe(false)
    await server.stop()
    expect(await ask((await start(used)).url, 'select 1')).toEqual([1])
  })

  test('a lost password file is created again', async () => {
    await rm(join(used, 'postgres.json'))
    const second = await start(used)
    expect(await ask(second.url, 'select 1')).toEqual([1])
    expect(await ask(await superuserUrl(used, second), 'select 1')).toEqual([1])
  })
})

describe('one owner at a time', { timeout: 60_000 }, () => {
  test('a second start on the same folder is refused, here and in another process', async () => {
    const server = await start(used)
    const refusal = `the data folder ${used} is in use by process ${process.pid}; ` + 'stop it, or set DATA_DIR to another folder'
    expect(await refusalOf(start(used))).toBe(refusal)
    expect(await startElsewhere(used).news()).toBe(refusal)
    expect(await ask(server.url, 'select 1')).toEqual([1])
  })

  test('a stale lock is taken over, also when its process id belongs to somebody else by now', async () => {
    for (const stale of [`${process.ppid} 1 an-earlier-boot`, '999999999 1 gone', '']) {
      await writeFile(join(used, 'server.lock'), stale)
      await (await start(used)).stop()
      expect(await readdir(used)).not.toContain('server.lock')
    }
  })

  test('of several starts that find the same stale lock one succeeds', async () => {
    await writeFile(join(used, 'server.lock'), '999999999 1 gone')
    const rivals = [1, 2, 3].map(() => startElsewhere(used))
    const news = await Promise.all(rivals.map((rival) => rival.news()))
    const refused: unknown = expect.stringMatching(/is in use by process \d+; stop it/)
    expect(news.toSorted((one, other) => Number(other.startsWith('postgresql:')) - Number(one.startsWith('postgresql:')))).toEqual([
      expect.stringMatching(/^postgresql:/),
      refused,
      refused,
    ])
  })
})

describe('a kill -9 of the owner', { timeout: 60_000 }, () => {
  test('leaves no PostgreSQL and no watchdog running', async () => {
    const owner = startElsewhere(used)
    const url = await owner.news()
    const [postmaster, watchdog] = [await postmasterOf(used), watchdogOf(owner.pid)]
    expect([isAlive(postmaster), isAlive(watchdog)]).toEqual([true, true])
    // Everything in its process group, as a supervisor may do it.
    process.kill(-owner.pid, 'SIGKILL')
    await expect.poll(() => [isAlive(postmaster), isAlive(watchdog)], { timeout: 50_000 }).toEqual([false, false])
    expect(await portIsOpen(url)).toBe(false)
    // Asked to stop rather than killed: it has left no note of itself.
    expect(await exists(join(used, 'postgres', 'postmaster.pid'))).toBe(false)
  })

  test('loses no data, and the next start works at once', async () => {
    const owner = startElsewhere(used)
    const url = await owner.news()
    await ask(url, 'create table survivor as select 42 as answer')
    await kill(owner)
    expect(await ask((await start(used)).url, 'select answer from survivor')).toEqual([42])
  })

  test('and of the watchdog: the PostgreSQL left behind is ended before the next one starts', async () => {
    const owner = startElsewhere(used)
    await owner.news()
    const postmaster = await postmasterOf(used)
    process.kill(watchdogOf(owner.pid), 'SIGKILL')
    await kill(owner)
    expect(isAlive(postmaster)).toBe(true)
    const server = await start(used)
    expect(isAlive(postmaster)).toBe(false)
    expect(await ask(server.url, 'select 1')).toEqual([1])
  })

  test('in the middle of the first start is forgotten by the next', async () => {
    const folder = await killedInTheFirstStart()
    expect(await ask((await start(folder)).url, 'select 1')).toEqual([1])
    expect((await readdir(folder)).sort()).toEqual(['postgres', 'postgres.json', 'server.lock'])
  })

  test('whose PostgreSQL died too, its process id now being another server: that one is left alone', async () => {
    const otherFolder = await newFolder()
    await cp(used, otherFolder, { recursive: true })
    const other = await start(otherFolder)
    const note = (await readFile(join(otherFolder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
    await writeFile(join(used, 'postgres', 'postmaster.pid'), `${note[0]}\n${join(used, 'postgres')}\n1\n1\n\n\n`)
    expect(await ask((await start(used)).url, 'select 1')).toEqual([1])
    expect(await ask(other.url, 'select 1')).toEqual([1])
  })
})

describe('an obstacle is one clear line', { timeout: 60_000 }, () => {
  test('a folder that cannot be written', async () => {
    const file = await newFolder()
    await writeFile(file, 'not a folder')
    const message = await refusalOf(start(join(file, 'data')))
    expect(message).toContain(`the data folder ${join(file, 'data')} cannot be used (ENOTDIR`)
    expect(message).toContain('set DATA_DIR to a writable folder')
  })

  test('data of another major version', async () => {
    const other = await newFolder()
    await mkdir(join(other, 'postgres'), { recursive: true })
    await writeFile(join(other, 'postgres', 'PG_VERSION'), '9\n')
    expect(await refusalOf(start(other))).toMatch(/holds data of PostgreSQL 9 and this release comes with PostgreSQL \d+; run: taskpact upgrade$/)
    await writeFile(join(other, 'postgres', 'PG_VERSION'), '99\n')
    expect(await refusalOf(start(other))).toMatch(/holds data of PostgreSQL 99 and this release comes with PostgreSQL \d+; run a newer release/)
    expect(await readdir(other)).not.toContain('server.lock')
  })

  test('something else in place of the data', async () => {
    const other = await newFolder()
    await mkdir(join(other, 'postgres', 'photographs'), { recursive: true })
    expect(await refusalOf(start(other))).toContain("contains files that are not PostgreSQL's; move them away")
  })

  test('whatever PostgreSQL itself gives as the reason', async () => {
    expect(await refusalOf(start(used, { shared_buffers: 'plenty' }))).toMatch(/does not start on .*our data.postgres \(FATAL: .*"shared_buffers".*plenty/)
    expect(watchdogOf(process.pid)).toBe(0)
    expect(await ask((await start(used)).url, 'select 1')).toEqual([1])
  })
})
