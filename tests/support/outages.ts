import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import type { EmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import { migrate } from '../../src/database/migrate.ts'
import { startService } from '../../src/server.ts'
import { Proxy } from './proxy.ts'
import { clientOf, settingsFor } from './service.ts'
import type { Client, TestService } from './service.ts'

/** A service that reaches its database through a proxy. */
export type Behind = {
  proxy: Proxy
  url: string
  anyone: Client
  alice: Client
  /** Whoever has a token. */
  as(token: string): Client
  /** Runs SQL as the owner of the tables, past the proxy. */
  query(text: string): Promise<object[]>
}

/** What of a statement is on the wire whenever it is sent: its name or, where none is prepared, its text. */
export const onTheWire = ({ name, text }: { name: string; text: string }): string => (settingsFor('').preparedStatements ? name : text)

/** How long the service waits for a connection; what is far below that did not wait for one. */
export const connectTimeout = 10_000

const tick = 50

/**
 * How long something takes, in milliseconds, by a clock that stands still while the machine does: a process that is not given
 * the processor is not one that waits.
 */
export async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  let ticks = 0
  const clock = setInterval(() => (ticks += 1), tick)
  try {
    await work()
  } finally {
    clearInterval(clock)
  }
  return ticks * tick
}

/** Starts a second service on the database of the first, through a proxy, for the tests of a block. */
export function behindProxy(service: TestService): Behind {
  const behind = {} as Behind // beforeAll fills it in, before any test can look
  let stop: () => Promise<void>
  beforeAll(async () => {
    const proxy = await Proxy.to(service.database.url)
    const running = await startService(settingsFor(proxy.url), pino({ level: 'silent' }))
    const as = (token: string): Client => clientOf(running.url, { Authorization: `Bearer ${token}` })
    Object.assign(behind, { proxy, url: running.url, anyone: clientOf(running.url, {}), alice: as(service.alice.token), as, query: service.database.query })
    stop = async () => {
      await running.stop(true)
      await proxy.close()
    }
  })
  afterAll(() => stop())
  return behind
}

/** A service on a PostgreSQL of its own, which may be stopped and frozen, through a proxy. */
export type OwnDatabase = Omit<Behind, 'as'> & { stop(): Promise<void>; start(): Promise<void>; signal(name: NodeJS.Signals): Promise<void> }

/** Starts one for the tests of a block. */
export function onOwnDatabase(): OwnDatabase {
  const own = {} as OwnDatabase // beforeAll fills it in, before any test can look
  let end: () => Promise<void>
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'taskpact-outage-'))
    const launch = (): Promise<EmbeddedPostgres> => startEmbeddedPostgres(folder, { settings: { fsync: 'off' } })
    let postgres = await launch()
    await migrate(postgres.url)
    const proxy = await Proxy.to(postgres.url)
    const running = await startService(settingsFor(proxy.url), pino({ level: 'silent' }))
    const anyone = clientOf(running.url, {})
    const { body } = await anyone.post('/api/auth/register', { email: 'alice@example.com', password: 'long enough', name: 'Alice' }).expect(201)
    Object.assign(own, {
      proxy,
      url: running.url,
      anyone,
      alice: clientOf(running.url, { Authorization: `Bearer ${body.token}` }),
      stop: () => postgres.stop(),
      async start() {
        postgres = await launch()
        proxy.retarget(postgres.url)
      },
      async signal(name) {
        const pid = await postmasterOf(folder)
        for (const one of [pid, ...childrenOf(pid)]) signal(one, name)
      },
      query: (text) => ask(postgres.url, text),
    } satisfies OwnDatabase)
    end = async () => {
      await running.stop(true)
      await proxy.close()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    }
  })
  afterAll(() => end())
  return own
}

/** What escaped from a promise or an event: any of it would have ended the process. */
export function escapedErrors(): unknown[] {
  const escaped: unknown[] = []
  const note = (error: unknown): void => void escaped.push(error)
  beforeAll(() => void process.on('unhandledRejection', note).on('uncaughtException', note))
  afterAll(() => void process.off('unhandledRejection', note).off('uncaughtException', note))
  return escaped
}

/** Waits until the service says that it is ready. */
export const untilReady = (anyone: Client): Promise<void> => untilReadinessIs(anyone, 200)

/** Waits until readiness is answered with that status. */
export const untilReadinessIs = (anyone: Client, status: number): Promise<void> =>
  eventually(async () => expect((await anyone.get('/health/ready')).status).toBe(status))

/** Waits until nobody uses or waits for a connection of the service's pool. */
export const untilIdle = (anyone: Client): Promise<void> => eventually(async () => expect(await poolOf(anyone)).toMatchObject({ busy: 0, waited_for: 0 }))

/** Waits until what is expected holds. Tests that run at once cannot use `expect.poll`, which takes any of them for its own. */
export const eventually = (expectation: () => void | Promise<void>): Promise<void> => vi.waitFor(expectation, { interval: 20, timeout: 25_000 })

/** What the service's pool is doing. */
export async function poolOf(anyone: Client): Promise<Record<string, number>> {
  const { text } = await anyone.get('/metrics').expect(200)
  const lines = text.matchAll(/^taskpact_database_connections\{state="(\w+)"\} (\d+)$/gm)
  return Object.fromEntries([...lines].map(([, state = '', count]) => [state, Number(count)]))
}

/** The titles of someone's tasks, from all pages. */
export async function titlesOf(who: Client): Promise<string[]> {
  const titles: string[] = []
  for (let path: string | undefined = '/api/me/tasks?limit=1000'; path !== undefined;) {
    const { body, headers }: { body: { title: string }[]; headers: Record<string, string> } = await who.get(path).expect(200)
    titles.push(...body.map(({ title }) => title))
    path = /<(.+)>; rel="next"/.exec(headers['link'] ?? '')?.[1]
  }
  return titles
}

/** The sessions of services on a database that have begun something and not ended it. */
export const unfinished =
  "select pid from pg_stat_activity where datname = current_database() and application_name = 'taskpact' and state like 'idle in transaction%'"

async function ask(url: string, text: string): Promise<object[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(text)
    return rows
  } finally {
    await client.end()
  }
}

const postmasterOf = async (folder: string): Promise<number> => Number.parseInt(await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10)

function childrenOf(parent: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  return lines.map((line) => line.trim().split(/\s+/).map(Number)).flatMap(([pid = 0, of]) => (of === parent ? [pid] : []))
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended meanwhile.
  }
}
