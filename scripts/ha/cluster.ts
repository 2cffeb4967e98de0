// The cluster that the configuration in .ha/ makes, on this machine: etcd, three PostgreSQL with Patroni, HAProxy and PgBouncer.
import { randomBytes } from 'node:crypto'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { parse } from 'yaml'
import { root } from '../support/service.ts'
import type { Account } from '../support/throwaway-postgres.ts'
import { untilWhole } from './members.ts'
import { addressOf, nodes } from './network.ts'
import type { Network, Node } from './network.ts'
import { launch, processesFor } from './processes.ts'

/** Patroni's times, in seconds. */
type Timing = { ttl: number; loop_wait: number; retry_timeout: number }

export type Cluster = {
  network: Network
  timing: Timing
  /** The password of all roles of the database. */
  password: string
  /** The URL of a database, at a port of PgBouncer or HAProxy. */
  urlOf(user: 'postgres' | 'taskpact', port: number, database: string): string
  folder: string
  folderOf(node: Node): string
  /** The configuration of Patroni on a machine, which is read as Patroni starts. */
  configurationOf(node: Node): string
  /** Starts Patroni on a machine, as systemd does. */
  start(node: Node): void
  /** Ends Patroni, and thereby PostgreSQL, on all machines. */
  stop(): Promise<void>
  /** Runs a program as PostgreSQL's account. @throws with what it printed if it fails */
  run(command: string[], env?: Record<string, string>): Promise<void>
  /** Waits until there is a primary, and all others follow it, one of them synchronously. @returns the primary */
  whole(): Promise<Node>
}

type Place = { folder: string; account: Account; network: Network }

const mostUntilStoppedMs = 180_000

const inRepository = (file: string): string => join(root, '.ha', file)

/** A file of the configuration, with the addresses that it has here. */
const configuration = async ({ localize }: Network, file: string): Promise<string> => localize(await readFile(inRepository(file), 'utf8'))

/** A file of the configuration whose lines say `NAME=value`. */
export async function environmentIn(network: Network, file: string): Promise<Record<string, string>> {
  const lines = (await configuration(network, file)).matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)
  return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]))
}

/** Starts everything, and makes the role of the service. */
export async function startCluster(place: Place): Promise<Cluster> {
  const { folder, account, network } = place
  const password = randomBytes(16).toString('hex')
  for (const name of ['etcd', 'proxies', 'wal', ...nodes]) await makeFolder(join(folder, name), account)
  await startEtcd(place)
  const configurationOf = (node: Node): string => join(folder, node, 'patroni.yml')
  const archive = join(folder, 'archive-wal')
  await copyFile(inRepository('archive-wal'), archive)
  await chmod(archive, 0o755)
  const text = (await configuration(network, 'patroni.yml')).replace('/etc/patroni/archive-wal', archive)
  for (const node of nodes) await writeFile(configurationOf(node), text)
  const environments = await Promise.all(nodes.map(async (node) => [node, await environmentOf(node, place, password)] as const))
  const patronis = new Map<Node, ChildProcess>()
  const start = (node: Node): void => {
    const env = environments.find(([name]) => name === node)?.[1] ?? {}
    const command = network.on(node, ['patroni', configurationOf(node)])
    patronis.set(node, launch(command, { account, folder: join(folder, node), env, log: join(folder, `${node}.log`) }))
  }
  nodes.forEach(start)
  await startProxies(place, password)
  const urlOf: Cluster['urlOf'] = (user, port, database) => network.localize(`postgresql://${user}:${password}@127.0.0.1:${port}/${database}`)
  await untilWhole(network)
  await createRole(urlOf('postgres', 5000, 'postgres'), password)
  const { bootstrap } = parse(text) as { bootstrap: { dcs: Timing } } // we wrote it
  return {
    ...{ network, timing: bootstrap.dcs, password, urlOf, folder, configurationOf, start },
    folderOf: (node) => join(folder, node),
    async stop() {
      for (const patroni of patronis.values()) patroni.kill('SIGTERM')
      const running = (): Node[] => nodes.filter((node) => processesFor(join(folder, node)).length > 0)
      for (const deadline = performance.now() + mostUntilStoppedMs; running().length > 0;) {
        if (performance.now() > deadline) throw new Error(`${running().join(', ')} did not stop`)
        await pause(100)
      }
    },
    async run(command, env = {}) {
      const log = join(folder, 'commands.log')
      const child = launch(command, { account, folder, env, log })
      await once(child, 'exit')
      if (child.exitCode !== 0) throw new Error(`${command.join(' ')} failed:\n${(await readFile(log, 'utf8')).slice(-2_000)}`)
    },
    whole: () => untilWhole(network),
  }
}

async function makeFolder(folder: string, account: Account): Promise<void> {
  await mkdir(folder)
  if (account) await chown(folder, account.uid, account.gid)
  await chmod(folder, 0o700)
}

/** What differs between machines: names, addresses and folders. */
async function environmentOf(node: Node, { folder, network }: Place, password: string): Promise<Record<string, string>> {
  const ofFirst = await environmentIn(network, 'node.env')
  const [first, own] = [addressOf('pg1'), addressOf(node)].map(network.localize)
  const variables = Object.entries(ofFirst).map(([name, value]) => [name, value.replace('pg1', node).replace(first ?? '', own ?? '')])
  return {
    ...(Object.fromEntries(variables) as Record<string, string>), // as they were
    PATRONI_POSTGRESQL_DATA_DIR: join(folder, node, 'data'),
    PATRONI_POSTGRESQL_PGPASS: join(folder, node, 'pgpass'),
    PATRONI_SUPERUSER_PASSWORD: password,
    PATRONI_REPLICATION_PASSWORD: password,
    PATRONI_RESTAPI_PASSWORD: password,
    WAL_ARCHIVE: join(folder, 'wal'),
    BASE_BACKUP: join(folder, 'base'),
  }
}

async function startEtcd({ folder, account, network }: Place): Promise<void> {
  const env = { ...(await environmentIn(network, 'etcd.env')), ETCD_DATA_DIR: join(folder, 'etcd', 'data') }
  launch(['etcd'], { account, folder: join(folder, 'etcd'), env, log: join(folder, 'etcd.log') })
}

async function startProxies({ folder, account, network }: Place, password: string): Promise<void> {
  const own = join(folder, 'proxies')
  const haproxy = await configuration(network, 'haproxy.cfg')
  // Only root may become another user.
  await writeFile(join(own, 'haproxy.cfg'), account ? haproxy : haproxy.replace(/^ {2}(user|group) .*\n/gm, ''))
  await writeFile(join(own, 'pgbouncer.ini'), (await configuration(network, 'pgbouncer.ini')).replace('/etc/pgbouncer', own))
  await writeFile(join(own, 'userlist.txt'), `"taskpact" "${password}"\n`)
  launch(['haproxy', '-W', '-db', '-f', 'haproxy.cfg'], { account: undefined, folder: own, env: {}, log: join(folder, 'haproxy.log') })
  launch(['pgbouncer', 'pgbouncer.ini'], { account, folder: own, env: {}, log: join(folder, 'pgbouncer.log') })
}

/** The role of the service may create roles, and is no superuser. */
async function createRole(url: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create role taskpact login createrole password '${password}'`)
  await client.end()
}
