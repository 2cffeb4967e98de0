// What happens to the primary.
import { join } from 'node:path'
import { UserError } from '../support/program.ts'
import type { Cluster } from './cluster.ts'
import { untilPrimaryBesides } from './members.ts'
import type { Node } from './network.ts'
import { signal } from './processes.ts'

/** A fault of a machine, and how it ends. */
export type Fault = { what: string; begin(cluster: Cluster, node: Node): Promise<void> | void; end(cluster: Cluster, node: Node): Promise<void> | void }

export const kill: Fault = {
  what: 'kill -9 of etcd, Patroni and PostgreSQL',
  begin: ({ folderOf }, node) => signal(folderOf(node), 'SIGKILL'),
  end: ({ start }, node) => start(node),
}

/** Patroni lives, and notices. */
const killPostgres: Fault = {
  what: 'kill -9 of PostgreSQL',
  begin: ({ databaseOf }, node) => signal(join(databaseOf(node), 'data'), 'SIGKILL'),
  end: () => undefined,
}

/** Nobody ends PostgreSQL. */
const killPatroni: Fault = {
  what: 'kill -9 of Patroni',
  async begin({ killPatroni, network }, node) {
    killPatroni(node)
    // Until HAProxy notices, writes are acknowledged there.
    await untilPrimaryBesides(network, node)
  },
  end: ({ startPatroni }, node) => startPatroni(node),
}

const stop: Fault = {
  what: 'SIGSTOP of etcd, Patroni and PostgreSQL',
  begin: ({ folderOf }, node) => signal(folderOf(node), 'SIGSTOP'),
  end: ({ folderOf }, node) => signal(folderOf(node), 'SIGCONT'),
}

const partition: Fault = {
  what: 'cut off from everything',
  begin: ({ network }, node) => network.cutOff(node, 'everything'),
  end: ({ network }, node) => network.reconnect(node),
}

/** The hard one: clients still reach a primary that nobody else does. */
const halfPartition: Fault = {
  what: 'cut off from the other two',
  begin: ({ network }, node) => network.cutOff(node, 'the others'),
  end: ({ network }, node) => network.reconnect(node),
}

/** By the names that `--kinds` takes, in the order in which they happen. Those of a network need namespaces. */
const kinds = { partition, kill, stop, 'half-partition': halfPartition, 'kill-postgres': killPostgres, 'kill-patroni': killPatroni }
export type Kind = keyof typeof kinds
export const namesOfKinds = ['partition', 'kill', 'stop', 'half-partition', 'kill-postgres', 'kill-patroni'] as const satisfies Kind[]

const needsNamespaces = (kind: Kind): boolean => kind === 'partition' || kind === 'half-partition'

/** So many faults of these kinds, in turns; without network namespaces, of those alone that need none. @throws UserError if none is left */
export function faultsOf(count: number, names: readonly Kind[], { isOwn }: Cluster['network']): Fault[] {
  const possible = names.filter((name) => isOwn || !needsNamespaces(name)).map((name) => kinds[name])
  if (possible.length === 0) throw new UserError(`Network namespaces are not permitted here, and ${names.join(' and ')} needs them.`)
  return Array.from({ length: count }, (_, index) => possible[index % possible.length] ?? kill)
}
