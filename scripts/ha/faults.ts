// What happens to the primary.
import { join } from 'node:path'
import type { Cluster } from './cluster.ts'
import type { Node } from './network.ts'
import { signal } from './processes.ts'

/** A fault of a machine, and how it ends. */
export type Fault = { what: string; begin(cluster: Cluster, node: Node): Promise<void> | void; end(cluster: Cluster, node: Node): Promise<void> | void }

export const kill: Fault = {
  what: 'kill -9 of Patroni and PostgreSQL',
  begin: ({ folderOf }, node) => signal(folderOf(node), 'SIGKILL'),
  end: ({ start }, node) => start(node),
}

/** Patroni lives, and notices. */
const killPostgres: Fault = {
  what: 'kill -9 of PostgreSQL',
  begin: ({ folderOf }, node) => signal(join(folderOf(node), 'data'), 'SIGKILL'),
  end: () => undefined,
}

const stop: Fault = {
  what: 'SIGSTOP of Patroni and PostgreSQL',
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
  what: 'cut off from etcd and standbys',
  begin: ({ network }, node) => network.cutOff(node, 'the others'),
  end: ({ network }, node) => network.reconnect(node),
}

/** So many faults, in turns; without network namespaces, those alone that need none. */
export function faultsOf(count: number, { isOwn }: Cluster['network']): Fault[] {
  const kinds = isOwn ? [partition, kill, stop, halfPartition, killPostgres] : [kill, stop, killPostgres]
  return Array.from({ length: count }, (_, index) => kinds[index % kinds.length] ?? kill)
}
