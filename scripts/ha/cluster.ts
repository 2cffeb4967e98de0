// The cluster that the configuration in .ha/ makes, on this machine: three times etcd and PostgreSQL with Patroni, HAProxy and PgBouncer.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { parse } from 'yaml'
import { configuration } from './configuration.ts'
import { createMachines, makeFolder } from './machines.ts'
import type { Machines, Place } from './machines.ts'
import { untilWhole } from './members.ts'
import { nodes } from './network.ts'
import type { Network, Node } from './network.ts'
import { launch } from './processes.ts'

/** Patroni's times, in seconds. */
type Timing = { ttl: number; loop_wait: number; retry_timeout: number }

export type Cluster = Machines & {
  network: Network
  timing: Timing
  folder: string
  /** The password of all roles of the database. */
  password: string
  /** The URL of a database, at a port of PgBouncer or HAProxy. */
  urlOf(user: 'postgres' | 'taskpact', port: number, database: string): string
  /** Runs a program as PostgreSQL's account. @throws with what it printed if it fails */
  run(command: string[], env?: Record<string, string>): Promise<void>
  /** Waits until there is a primary, and all others follow it, one of them synchronously. @returns the primary */
  whole(): Promise<Node>
}

/** Starts everything, and makes the role of the service. */
export async function startCluster(place: Place): Promise<Cluster> {
  const { folder, account, network } = place
  const password = randomBytes(16).toString('hex')
  const machines = await createMachines(place, password)
  nodes.forEach(machines.start)
  await startProxies(place, password)
  const urlOf: Cluster['urlOf'] = (user, port, database) => network.localize(`postgresql://${user}:${password}@127.0.0.1:${port}/${database}`)
  await untilWhole(network)
  await createRole(urlOf('postgres', 5000, 'postgres'), password)
  const { bootstrap } = parse(await configuration(network, 'patroni.yml')) as { bootstrap: { dcs: Timing } } // we wrote it
  return {
    ...machines,
    ...{ network, timing: bootstrap.dcs, folder, password, urlOf },
    async run(command, env = {}) {
      const log = join(folder, 'commands.log')
      const child = launch(command, { account, folder, env, log })
      await once(child, 'exit')
      if (child.exitCode !== 0) throw new Error(`${command.join(' ')} failed:\n${(await readFile(log, 'utf8')).slice(-2_000)}`)
    },
    whole: () => untilWhole(network),
  }
}

async function startProxies({ folder, account, network }: Place, password: string): Promise<void> {
  const own = join(folder, 'proxies')
  await makeFolder(own, account)
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
