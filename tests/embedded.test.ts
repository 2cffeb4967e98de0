import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../src/embedded.ts'
import type { EmbeddedPostgres } from '../src/embedded.ts'

const FAST = { fsync: 'off', synchronous_commit: 'off', shared_buffers: '16MB' }

/** A process of its own that starts PostgreSQL, tells how that went, and stops it when interrupted. */
const OWNER = `
  const [module, folder, settings] = process.argv.slice(1)
  const { startEmbeddedPostgres } = await import(module)
  const say = (news) => console.log(JSON.stringify(news))
  try {
    const server = await startEmbeddedPostgres(folder, { settings: JSON.parse(settings) })
    process.once('SIGINT', async () => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      const now = new Promise((resolve) => setTimeout(resolve, 0, true))
      const stillUp = await Promise.race([server.ended.then(() => false), now])
      await server.stop()
      say({ stillUp, asked: await server.ended })
      process.exit()
    })
    say({ url: server.url })
    setInterval(() => {}, 60_000)
  } catch (error) {
    say({ error: error.message })
  }
`

// Most tests share one folder with data in it: making that data takes longer than all the rest.
let used: string
const folders: string[] = []
const servers: EmbeddedPostgres[] = []
const owners: ChildProcess[] = []
const watchdogs: number[] = []

beforeAll(async () => {
  used = await newFolder()
  await (await start(used)).stop()
}, 60_000)

afterEach(async () => {
  await Promise.all(owners.splice(0).map(killed))
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

afterAll(async () => {
  await until(() => !watchdogs.some(isAlive))
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}, 60_000)

async function killed(owner: ChildProcess): Promise<void> {
  if (owner.exitCode !== null || owner.signalCode !== null) return
  owner.kill('SIGKILL')
  await once(owner, 'exit')
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-embedded-'))
  folders.push(folder)
  return join(folder, 'data')
}

async function start(folder: string, settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(folder, { settings: { ...FAST, ...settings } })
  servers.push(server)
  return server
}

async function startElsewhere(folder: string, settings: Record<string, string> = FAST) {
  const module = new URL('../src/embedded.ts', import.meta.url).href
  const child = spawn(process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', OWNER, module, folder, JSON.stringify(settings)],
    { detached: true, stdio: ['ignore', 'pipe', 'inherit'], cwd: new URL('..', import.meta.url) })
  owners.push(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const news = async (): Promise<Record<string, unknown>> => {
    const { value } = await lines.next()
    watchdogs.push(watchdogOf(child.pid ?? 0))
    return JSON.parse(String(value))
  }
  return { child, pid: child.pid ?? 0, news }
}

async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(() => undefined, (reason: unknown) => reason)
  if (!(error instanceof EmbeddedPostgresError)) throw new Error(`not refused in its own words: ${String(error)}`)
  expect(error.message).not.toContain('\n')
  return error.message
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

async function superuserUrl(folder: string, { url }: EmbeddedPostgres): Promise<string> {
  const { superuser } = JSON.parse(await readFile(join(folder, 'postgres.json'), 'utf8'))
  return Object.assign(new URL(url), { username: 'postgres', password: superuser }).href
}

const exists = (path: string) => access(path).then(() => true, () => false)

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!await condition()) await sleep(20)
}

function processes(): { pid: number, parent: number, command: string }[] {
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,state=,args='], { encoding: 'utf8' }).split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [])
    .filter(([, , , state = 'Z']) => !state.startsWith('Z'))
    .map(([, pid, parent, , command = '']) => ({ pid: Number(pid), parent: Number(parent), command }))
}

const isAlive = (pid: number) => processes().some((process) => process.pid === pid)

function watchdogOf(parent: number): number {
  return processes().find((one) => one.parent === parent && one.command.includes('taskpact-watchdog'))?.pid ?? 0
}

async function postmasterOf(folder: string): Promise<number> {
  return Number.parseInt(await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}

const portIsOpen = (url: string) => new Promise<boolean>((resolve) => {
  const socket = createConnection(Number(new URL(url).port), '127.0.0.1')
  socket.on('connect', () => resolve(true)).on('error', () => resolve(false)).on('connect', () => socket.destroy())
})

describe('what the first start makes', { timeout: 60_000 }, () => {
  test('a database taskpact, owned by a role that may create roles and databases and is no superuser', async () => {
    const { url } = await start(await newFolder())
    expect(url).toMatch(/^postgresql:\/\/taskpact:[\w-]{20,}@127\.0\.0\.1:\d+\/taskpact$/)
    const role = 'select rolsuper, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = current_user'
    expect(await ask(url, role)).toEqual([false, true, true, false])
    const database = `select datdba::regrole::text, pg_encoding_to_char(encoding), datlocprovider, datlocale, datcollate
      from pg_database where datname = current_database()`
    expect(await ask(url, database)).toEqual(['taskpact', 'UTF8', 'b', 'C.UTF-8', 'C'])
  })

  test('data nobody else can read, and a server only this machine can reach, by password', async () => {
    const folder = await newFolder()
    const server = await start(folder, { max_connections: '30' })
    const modes = await Promise.all(['', 'postgres', 'postgres.json'].map((name) => stat(join(folder, name))))
    expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['700', '700', '600'])
    const settings = ['listen_addresses', 'unix_socket_directories', 'data_checksums', 'timezone', 'max_connections',
      'password_encryption'].map((name) => `current_setting('${name}')`)
    expect(await ask(await superuserUrl(folder, server), `select ${settings.join(', ')}`))
      .toEqual(['127.0.0.1', '', 'on', 'UTC', '30', 'scram-sha-256'])
    await expect(ask(server.url.replace(/:[\w-]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password authentication')
  })

  test('durable commits unless told otherwise', async () => {
    const owner = await startElsewhere(used, {})
    const { url } = await owner.news()
    expect(await ask(String(url), "select current_setting('fsync'), current_setting('synchronous_commit')"))
      .toEqual(['on', 'on'])
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
    const owner = await startElsewhere(used)
    const { url } = await owner.news()
    // What a terminal does: the signal goes to everything in its foreground group.
    process.kill(-owner.pid, 'SIGINT')
    expect(await owner.news()).toEqual({ stillUp: true, asked: true })
    expect(await portIsOpen(String(url))).toBe(false)
  })

  test('a PostgreSQL that dies by itself is noticed, and its folder is free again', async () => {
    const server = await start(used)
    process.kill(await postmasterOf(used), 'SIGKILL')
    expect(await server.ended).toBe(false)
    await server.stop()
    expect(await ask((await start(used)).url, 'select 1')).toEqual([1])
  })

  test('a lost password file is made anew', async () => {
    await rm(join(used, 'postgres.json'))
    const second = await start(used)
    expect(await ask(second.url, 'select 1')).toEqual([1])
    expect(await ask(await superuserUrl(used, second), 'select 1')).toEqual([1])
  })
})

describe('one owner at a time', { timeout: 60_000 }, () => {
  test('a second start on the same folder is refused, here and in another process', async () => {
    const server = await start(used)
    const refusal = `the data folder ${used} is in use by process ${process.pid}; ` +
      'stop it or set DATA_DIR to another folder'
    expect(await refusalOf(start(used))).toBe(refusal)
    expect(await (await startElsewhere(used)).news()).toEqual({ error: refusal })
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
    const rivals = await Promise.all([1, 2, 3].map(() => startElsewhere(used)))
    const news = await Promise.all(rivals.map((rival) => rival.news()))
    expect(news.filter(({ url }) => url)).toHaveLength(1)
    for (const { error } of news) if (error) expect(error).toMatch(/is in use by process \d+; stop it/)
  })
})

describe('a kill -9 of the owner', { timeout: 60_000 }, () => {
  test('leaves no PostgreSQL and no watchdog behind', async () => {
    const owner = await startElsewhere(used)
    const { url } = await owner.news()
    const [postmaster, watchdog] = [await postmasterOf(used), watchdogOf(owner.pid)]
    expect([isAlive(postmaster), isAlive(watchdog)]).toEqual([true, true])
    await killed(owner.child)
    await until(() => !isAlive(postmaster) && !isAlive(watchdog))
    expect(await portIsOpen(String(url))).toBe(false)
    // Asked to stop rather than killed: it has left no note of itself.
    expect(await exists(join(used, 'postgres', 'postmaster.pid'))).toBe(false)
  })

  test('loses no data, and the next start works at once', async () => {
    const owner = await startElsewhere(used)
    const { url } = await owner.news()
    await ask(String(url), 'create table survivor as select 42 as answer')
    await killed(owner.child)
    expect(await ask((await start(used)).url, 'select answer from survivor')).toEqual([42])
  })

  test('and of the watchdog: the PostgreSQL left behind is ended before the next one starts', async () => {
    const owner = await startElsewhere(used)
    await owner.news()
    const postmaster = await postmasterOf(used)
    process.kill(watchdogOf(owner.pid), 'SIGKILL')
    await killed(owner.child)
    expect(isAlive(postmaster)).toBe(true)
    const server = await start(used)
    expect(isAlive(postmaster)).toBe(false)
    expect(await ask(server.url, 'select 1')).toEqual([1])
  })

  test('in the middle of the first start is forgotten by the next', async () => {
    const folder = await newFolder()
    const owner = await startElsewhere(folder)
    await until(async () => (await readdir(folder).catch(() => [])).some((name) => name.startsWith('postgres.new-')))
    await killed(owner.child)
    expect(await ask((await start(folder)).url, 'select 1')).toEqual([1])
    expect((await readdir(folder)).sort()).toEqual(['postgres', 'postgres.json', 'server.lock'])
  })

  test('whose PostgreSQL died too, its process id now being another server: that one is left alone', async () => {
    const otherFolder = await newFolder()
    const other = await start(otherFolder)
    const note = (await readFile(join(otherFolder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
    await writeFile(join(used, 'postgres', 'postmaster.pid'), `${note[0]}\n${join(used, 'postgres')}\n1\n1\n\n\n`)
    expect(await ask((await start(used)).url, 'select 1')).toEqual([1])
    expect(await ask(other.url, 'select 1')).toEqual([1])
  })
})

describe('what stands in the way is one clear line', { timeout: 60_000 }, () => {
  test('a folder that cannot be written', async () => {
    const file = await newFolder()
    await writeFile(file, 'not a folder')
    const message = await refusalOf(start(join(file, 'data')))
    expect(message).toContain(`the data folder ${join(file, 'data')} cannot be used (ENOTDIR`)
    expect(message).toContain('set DATA_DIR to a folder that can be written')
  })

  test('data of another major version', async () => {
    const other = await newFolder()
    await mkdir(join(other, 'postgres'), { recursive: true })
    await writeFile(join(other, 'postgres', 'PG_VERSION'), '9\n')
    expect(await refusalOf(start(other))).toMatch(/holds data of PostgreSQL 9 and this is PostgreSQL \d+; dump it/)
    expect(await readdir(other)).not.toContain('server.lock')
  })

  test('something else in place of the data', async () => {
    const other = await newFolder()
    await mkdir(join(other, 'postgres', 'photographs'), { recursive: true })
    expect(await refusalOf(start(other))).toContain("holds something else than PostgreSQL's data; move it away")
  })

  test('whatever PostgreSQL itself gives as the reason', async () => {
    expect(await refusalOf(start(used, { shared_buffers: 'plenty' })))
      .toMatch(/does not start on .*data.postgres \(FATAL: .*"shared_buffers".*plenty/)
    expect(watchdogOf(process.pid)).toBe(0)
    expect(await ask((await start(used)).url, 'select 1')).toEqual([1])
  })
})
