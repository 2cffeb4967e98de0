import { createTaskpact } from '../../src/client/index.ts'
import { createReplica, memoryStorage } from '../../src/client/replica/index.ts'
import type { Conflict, Decision, Replica, ReplicaStorage } from '../../src/client/replica/index.ts'
import { allChangesOf } from './changes.ts'
import { createNetwork } from './network.ts'
import type { Network } from './network.ts'
import type { Person } from './service.ts'

/** A replica on a device, with the network and the storage of the device. */
export type Device = { replica: Replica; network: Network; storage: ReplicaStorage; restart(): Promise<void> }

const open = new Set<Device>()

type Options = { storage?: ReplicaStorage; onConflict?: (conflict: Conflict) => Decision | undefined; network?: Network }

/** Opens a replica of somebody's, as on a device of its own. */
export async function deviceOf(
  url: string,
  { token }: Person,
  { storage = memoryStorage(), network = createNetwork(), onConflict }: Options = {},
): Promise<Device> {
  const start = (): Promise<Replica> =>
    createReplica({ api: createTaskpact({ url, token, fetch: network.fetch, retries: 0 }), storage, ...(onConflict && { onConflict }) })
  const device: Device = {
    ...{ replica: await start(), network, storage },
    async restart() {
      await device.replica.close()
      device.replica = await start()
    },
  }
  open.add(device)
  return device
}

/** Closes the replicas that were opened. */
export async function closeDevices(): Promise<void> {
  await Promise.all(Array.from(open, ({ replica }) => replica.close()))
  open.clear()
}

/** Waits until something is so of a replica. */
export async function until(replica: Replica, isSo: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (!isSo()) return
      stop()
      resolve()
    }
    const stop = replica.subscribe(look)
    look()
  })
}

/** Waits until everything has been sent, and everything is here. */
export const settled = (replica: Replica): Promise<void> => until(replica, () => replica.status.state === 'live' && replica.status.unsent === 0)

/** What somebody has by their changes, in the manual order. */
export async function stateOf(who: Person): Promise<{ task: unknown[]; list: unknown[]; tag: unknown[] }> {
  const { changes } = await allChangesOf(who)
  const rows = (type: string): unknown[] =>
    changes
      .filter((change) => change.type === type)
      .sort((one, other) => Number(BigInt(one.position ?? '0') - BigInt(other.position ?? '0')) || one.id - other.id)
      .map(({ data }) => data)
  return { task: rows('task'), list: rows('list'), tag: rows('tag') }
}

/** What a replica shows. */
export const shownBy = (replica: Replica) => ({ task: replica.list('task'), list: replica.list('list'), tag: replica.list('tag') })
