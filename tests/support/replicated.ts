import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import { migrate } from '../../src/database/migrate.ts'
import { Proxy } from './proxy.ts'

/** A replica, reached by way of a proxy. */
export type TestReplica = {
  proxy: Proxy
  /** Whether it takes over what the primary has committed. */
  replay(goesOn: boolean): Promise<void>
  stop(): Promise<void>
}

/** A primary with replicas by streaming replication, each reached by way of a proxy. */
export type Replicated = { proxy: Proxy; superuser(text: string): Promise<void>; replicas: TestReplica[]; stop(): Promise<void> }

const quick = { fsync: 'off', shared_buffers: '16MB', max_connections: '60' }

/**
 * Starts a primary, migrated, and replicas of it.
 * @param delayMs by how much the replicas are late on purpose
 */
export async function startReplicated(count: number, delayMs: number): Promise<Replicated> {
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
  const primary = await startEmbeddedPostgres(place('primary'), { settings: quick })
  const { hostname, port, username, password } = new URL(primary.superuserUrl)
  const settings = {
    ...quick,
    primary_conninfo: `host=${hostname} port=${port} user=${username} password=${password}`,
    recovery_min_apply_delay: `${delayMs}ms`,
  }
  const replicas = await Promise.all(names.map((name) => startReplica(place(name), settings)))
  const proxy = await Proxy.to(primary.url)
  return {
    proxy,
    superuser: (text) => asSuperuser(primary.superuserUrl, text),
    replicas,
    async stop() {
      await Promise.all(replicas.map((replica) => replica.stop()))
      await proxy.close()
      await primary.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startReplica(folder: string, settings: Record<string, string>): Promise<TestReplica> {
  const server = await startEmbeddedPostgres(folder, { settings })
  const proxy = await Proxy.to(server.url)
  return {
    proxy,
    replay: (goesOn) => asSuperuser(server.superuserUrl, `select pg_wal_replay_${goesOn ? 'resume' : 'pause'}()`),
    async stop() {
      await proxy.close()
      await server.stop()
    },
  }
}

async function asSuperuser(connectionString: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(text)
  await client.end()
}
