// What happens to the primary.
import { join } from 'node:path'
import { UserError } from '../support/program.ts'
import type { Cluster } from './cluster.ts'
import { untilPrimaryBesides } from './members.ts'
import type { Node } from './network.ts'
import { signal } from './processes.ts'

/** A fault of a machine, and how it ends. `kind` is what `--kinds` calls it. */
export type Fault = {
  kind: string
  what: string
  /** Whether the machine needs a network namespace of its own. */
  ofNetwork: boolean
  begin(cluster: Cluster, node: Node): Promise<void> | void
  end(cluster: Cluster, node: Node): Promise<void> | void
}

export const kill: Fault = {
  kind: 'kill',
  what: 'kill -9 of etcd, Patroni and PostgreSQL',
  ofNetwork: false,
  begin: ({ folderOf }, node) => signal(folderOf(node), 'SIGKILL'),
  end: ({ start }, node) => start(node),
}

/** Patroni lives, and notices. */
const killPostgres: Fault = {
  kind: 'kill-postgres',
  what: 'kill -9 of PostgreSQL',
  ofNetwork: false,
  begin: ({ databaseOf }, node) => signal(join(databaseOf(node), 'data'), 'SIGKILL'),
  end: () => undefined,
}

/** Nobody ends PostgreSQL. */
const killPatroni: Fault = {
  kind: 'kill-patroni',
  what: 'kill -9 of Patroni',
  ofNetwork: false,
  async begin({ killPatroni, network }, node) {
    killPatroni(node)
    // Until HAProxy notices, writes are acknowledged there.
    await untilPrimaryBesides(network, node)
  },
  end: ({ startPatroni }, node) => startPatroni(node),
}

const stop: Fault = {
  kind: 'stop',
  what: 'SIGSTOP of etcd, Patroni and PostgreSQL',
  ofNetwork: false,
  begin: ({ folderOf }, node) => signal(folderOf(node), 'SIGSTOP'),
  end: ({ folderOf }, node) => signal(folderOf(node), 'SIGCONT'),
}

const partition: Fault = {
  kind: 'partition',
  what: 'cut off from everything',
  ofNetwork: true,
  begin: ({ network }, node) => network.cutOff(node, 'everything'),
  end: ({ network }, node) => network.reconnect(node),
}

/** The hard one: clients still reach a primary that nobody else does. */
const halfPartition: Fault = {
  kind: 'half-partition',
  what: 'cut off from the other two',
  ofNetwork: true,
  begin: ({ network }, node) => network.cutOff(node, 'the others'),
  end: ({ network }, node) => network.reconnect(node),
}

/** In the order in which they happen. */
const faults = [partition, kill, stop, halfPartition, killPostgres, killPatroni]
export const kinds = faults.map(({ kind }) => kind)

/** So many faults of these kinds, in turns; without network namespaces, of those alone that need none. @throws UserError if none is left */
export function faultsOf(count: number, chosen: readonly string[], { isOwn }: Cluster['network']): Fault[] {
  const possible = chosen.flatMap((kind) => faults.filter((fault) => fault.kind === kind && (isOwn || !fault.ofNetwork)))
  if (possible.length === 0) throw new UserError(`Network namespaces are not permitted here, and ${chosen.join(' and ')} needs them.`)
  return Array.from({ length: count }, (_, index) => possible[index % possible.length] ?? kill)
}
