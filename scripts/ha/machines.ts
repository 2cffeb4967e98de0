// The machines of the database: what runs on each of them, and where it has its files.
import type { ChildProcess } from 'node:child_process'
import { chmod, chown, copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from '../support/throwaway-postgres.ts'
import { configuration, environmentIn, inRepository } from './configuration.ts'
import { addressOf, nodes } from './network.ts'
import type { Network, Node } from './network.ts'
import { launch, processesFor } from './processes.ts'

/** Where everything is, and the account that PostgreSQL runs as. */
export type Place = { folder: string; account: Account; network: Network }

export type Machines = {
  /** The folder of a machine. */
  folderOf(node: Node): string
  /** The folder of Patroni and PostgreSQL on a machine. */
  databaseOf(node: Node): string
  /** The configuration of Patroni on a machine, which is read as Patroni starts. */
  configurationOf(node: Node): string
  /** The command that controls Patroni. */
  patronictl: string[]
  /** Starts etcd and Patroni on a machine, as systemd does. */
  start(node: Node): void
  startPatroni(node: Node): void
  /** Ends Patroni alone, at once. PostgreSQL continues. */
  killPatroni(node: Node): void
  /** Ends Patroni, and thereby PostgreSQL, on all machines. */
  stopDatabases(): Promise<void>
}

const mostUntilStoppedMs = 180_000

/** Makes the machines. Nothing runs on them. @param password of all roles */
export async function createMachines(place: Place, password: string): Promise<Machines> {
  const { folder, account, network } = place
  const folderOf = (node: Node): string => join(folder, node)
  const etcdOf = (node: Node): string => join(folderOf(node), 'etcd')
  const databaseOf = (node: Node): string => join(folderOf(node), 'database')
  const configurationOf = (node: Node): string => join(databaseOf(node), 'patroni.yml')
  // scripts/ha.ts has put it there.
  const command = (program: string): string[] => ['python3', program].map((name) => join(folder, 'patroni/bin', name))
  const archive = join(folder, 'archive-wal')
  await copyFile(inRepository('archive-wal'), archive)
  await chmod(archive, 0o755)
  const text = (await configuration(network, 'patroni.yml')).replace('/etc/patroni/archive-wal', archive)
  await makeFolder(join(folder, 'wal'), account)
  for (const node of nodes) {
    for (const path of [folderOf(node), etcdOf(node), databaseOf(node)]) await makeFolder(path, account)
    await writeFile(configurationOf(node), text)
  }
  const [etcd, database] = [await environmentIn(network, 'etcd.env'), await environmentIn(network, 'node.env')]
  const patronis = new Map<Node, ChildProcess>()
  const machines: Machines = {
    ...{ folderOf, databaseOf, configurationOf, patronictl: command('patronictl') },
    start(node) {
      const env = { ...ofNode(etcd, node, network), ETCD_DATA_DIR: join(etcdOf(node), 'data') }
      launch(network.on(node, ['etcd']), { account, folder: etcdOf(node), env, log: join(folder, `${node}-etcd.log`) })
      machines.startPatroni(node)
    },
    startPatroni(node) {
      const env = { ...ofNode(database, node, network), ...placesOf(folder, databaseOf(node)), ...passwords(password) }
      const patroni = network.on(node, [...command('patroni'), configurationOf(node)])
      patronis.set(node, launch(patroni, { account, folder: databaseOf(node), env, log: join(folder, `${node}.log`) }))
    },
    killPatroni(node) {
      patronis.get(node)?.kill('SIGKILL')
    },
    async stopDatabases() {
      for (const patroni of patronis.values()) patroni.kill('SIGTERM')
      const running = (): Node[] => nodes.filter((node) => processesFor(databaseOf(node)).length > 0)
      for (const deadline = performance.now() + mostUntilStoppedMs; running().length > 0;) {
        if (performance.now() > deadline) throw new Error(`${running().join(', ')} did not stop`)
        await pause(100)
      }
    },
  }
  return machines
}

/** Makes a folder that PostgreSQL's account alone may use. */
export async function makeFolder(folder: string, account: Account): Promise<void> {
  await mkdir(folder)
  if (account) await chown(folder, account.uid, account.gid)
  await chmod(folder, 0o700)
}

/** The environment of the first machine, with the name and the address of another one. The list of all three stays. */
function ofNode(ofFirst: Record<string, string>, node: Node, { localize }: Network): Record<string, string> {
  const [first, own] = [localize(addressOf(nodes[0])), localize(addressOf(node))]
  const entries = Object.entries(ofFirst).map(([name, value]) => [name, value.includes(',') ? value : value.replace(nodes[0], node).replace(first, own)])
  return Object.fromEntries(entries) as Record<string, string> // as they were
}

/** The folders that node.env names. */
const placesOf = (folder: string, database: string): Record<string, string> => ({
  PATRONI_POSTGRESQL_DATA_DIR: join(database, 'data'),
  PATRONI_POSTGRESQL_PGPASS: join(database, 'pgpass'),
  WAL_ARCHIVE: join(folder, 'wal'),
  BASE_BACKUP: join(folder, 'base'),
})

const passwords = (password: string): Record<string, string> => ({
  PATRONI_SUPERUSER_PASSWORD: password,
  PATRONI_REPLICATION_PASSWORD: password,
  PATRONI_RESTAPI_PASSWORD: password,
})
