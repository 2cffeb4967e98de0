import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import { migrate } from '../../src/database/migrate.ts'
import { Proxy } from './proxy.ts'

/** A replica, reached by way of a proxy. */
export type TestReplica = {
  proxy: Proxy
  /** Whether it takes over what the primary has committed. */
  replay(goesOn: boolean): Promise<void>
  /** Sets by how much it is late on purpose. */
  delay(milliseconds: number): Promise<void>
  /** Asks a superuser's question, to be answered by yes or no. */
  is(condition: string): Promise<boolean>
  /** Ends it, as a crash does. */
  kill(): Promise<void>
  /** Starts it again, once it was killed. */
  start(): Promise<void>
  /** Stops each of its processes where it is, or has them go on. */
  suspend(stands: boolean): Promise<void>
  stop(): Promise<void>
}

/** A primary with replicas by streaming replication, each reached by way of a proxy. */
export type Replicated = {
  proxy: Proxy
  /** The primary itself, without the proxy. */
  url: string
  superuserUrl: string
  superuser(text: string): Promise<void>
  /** Asks a superuser's question, to be answered by yes or no. */
  is(condition: string): Promise<boolean>
  /** Locks a table against writes. @returns what unlocks it */
  lock(table: string): Promise<() => Promise<void>>
  replicas: TestReplica[]
  stop(): Promise<void>
}

const quick = { fsync: 'off', shared_buffers: '16MB', max_connections: '60' }

/**
 * Starts a primary, migrated, and replicas of it.
 * @param delayMs by how much the replicas are late on purpose
 * @param settings of the primary, besides the usual ones
 */
export async function startReplicated(count: number, delayMs: number, settings: Record<string, string> = {}): Promise<Replicated> {
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-replicas-'))
  const place = (name: string): string => join(folder, name)
  const first = await startEmbeddedPostgres(place('primary'), { settings: quick })
  await migrate(first.url)
  // A copy of a server that has stopped is whole.
  await first.stop()
  const names = Array.from({ length: count }, (_, index) => `replica-${index}`)
  for (const name of names) {
    await cp(place('primary'), place(name), { recursive: true })
    await writeFile(join(place(name), 'postgres', 'standby.signal'), '')
  }
  const primary = await startEmbeddedPostgres(place('primary'), { settings: { ...quick, ...settings } })
  const { hostname, port, username, password } = new URL(primary.superuserUrl)
  const ofReplica = {
    ...quick,
    primary_conninfo: `host=${hostname} port=${port} user=${username} password=${password}`,
    // Otherwise a snapshot that a test holds open stops the replay.
    hot_standby_feedback: 'on',
    wal_receiver_status_interval: '1s',
  }
  const replicas = await Promise.all(names.map((name) => startReplica(place(name), ofReplica, delayMs)))
  const proxy = await Proxy.to(primary.url)
  return {
    proxy,
    url: primary.url,
    superuserUrl: primary.superuserUrl,
    superuser: (text) => asSuperuser(primary.superuserUrl, text),
    is: (condition) => holds(primary.superuserUrl, condition),
    async lock(table) {
      const client = new pg.Client({ connectionString: primary.superuserUrl })
      await client.connect()
      await client.query(`begin; lock table ${table} in exclusive mode`)
      return () => client.end()
    },
    replicas,
    async stop() {
      await Promise.all(replicas.map((replica) => replica.stop()))
      await proxy.close()
      await primary.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startReplica(folder: string, settings: Record<string, string>, delayMs: number): Promise<TestReplica> {
  let server = await startEmbeddedPostgres(folder, { settings })
  const proxy = await Proxy.to(server.url)
  const superuser = (text: string): Promise<void> => asSuperuser(server.superuserUrl, text)
  const pid = async (): Promise<number> => Number.parseInt(await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10)
  const replica: TestReplica = {
    proxy,
    replay: (goesOn) => superuser(`select pg_wal_replay_${goesOn ? 'resume' : 'pause'}()`),
    async delay(milliseconds) {
      await superuser(`alter system set recovery_min_apply_delay = '${milliseconds}ms'`)
      await superuser('select pg_reload_conf()')
    },
    is: (condition) => holds(server.superuserUrl, condition),
    async kill() {
      process.kill(await pid(), 'SIGKILL')
      await server.ended
    },
    async start() {
      server = await startEmbeddedPostgres(folder, { settings })
      proxy.retarget(server.url)
    },
    async suspend(stands) {
      for (const each of await familyOf(await pid())) process.kill(each, stands ? 'SIGSTOP' : 'SIGCONT')
    },
    async stop() {
      await proxy.close()
      // One that was suspended would not end; one that was killed has no process.
      await replica.suspend(false).catch(() => undefined)
      await server.stop()
    },
  }
  await replica.delay(delayMs)
  return replica
}

/** A process and its children; itself first, so that it has no more of them. */
async function familyOf(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
  const processes = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
  return [pid, ...processes.flatMap(([child = 0, parent]) => (parent === pid ? [child] : []))]
}

async function asSuperuser(connectionString: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(text)
  await client.end()
}

async function holds(connectionString: string, condition: string): Promise<boolean> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const { rows } = await client.query<{ holds: boolean }>(`select (${condition}) as holds`)
  await client.end()
  return rows[0]?.holds === true
}
