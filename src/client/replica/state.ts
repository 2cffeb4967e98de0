import type { ChangesPage } from '../follow.ts'
import type { Task } from '../types.ts'
import { withIds } from './changes.ts'
import type { PendingChange, Resource, Resources, ResourceType } from './changes.ts'
import type { ReplicaStorage, StorageEntry } from './storage.ts'
import { goneWith, viewOf } from './view.ts'
import type { View } from './view.ts'

type Change = ChangesPage['changes'][number]

/** What the service has, and the snapshot that said so last. */
type Copy = { data: Resource; position: string | null; generation: number }

/** What is known of the service: whose copy it is, and up to where. A generation begins with each snapshot. */
type Meta = { user: number | null; cursor: string | null; generation: number; complete: boolean }

/** How the replica is doing. */
export type Sync = {
  /**
   * `connecting`: it is not known yet what the service has. `live`: changes come and go. `offline`: the service cannot be reached, and is tried
   * again. `stopped`: it is not tried again, for the reason that `problem` says.
   */
  state: 'connecting' | 'live' | 'offline' | 'stopped'
  /** What went wrong last; null if nothing is wrong. `kind` is null if it was no problem of the service. */
  problem: { kind: string | null; detail: string } | null
}

/** Everything that a replica knows, in memory and in its storage. */
export type State = {
  readonly meta: Meta
  readonly sync: Sync
  /** The changes that wait, in the order in which they are sent, with the ids that the service has given. */
  readonly pending: readonly PendingChange[]
  /** Counts what is told to `subscribe`. */
  readonly revision: number
  view(): View
  /** The resource as a user sees it. */
  find(type: ResourceType, id: number): Resource | undefined
  /** The resource as the service has it. */
  copyOf(type: ResourceType, id: number): Resource | undefined
  /** The id that the service has given, if it has. */
  idOf(id: number): number
  /** A number greater than those before, in any tab. */
  nextOrder(): number
  setMeta(meta: Partial<Meta>): void
  setSync(sync: Sync): void
  /** Adds or replaces a change; null removes it. */
  setChange(key: string, change: PendingChange | null): void
  /** Takes over the id that the service has given; null for what is never to be. */
  setId(local: number, id: number | null): void
  /** Takes over a resource, unless the copy is newer. */
  put(type: ResourceType, data: Resource, position?: string | null): void
  /**
   * Removes a resource, and what was deleted with it.
   * @param version the one that was deleted here: until the service tells of the deletion too, older ones are ignored
   */
  remove(type: ResourceType, id: number, version?: number): void
  /** Takes over a page of changes. */
  take(page: ChangesPage): void
  subscribe(listener: () => void): () => void
  /** Waits until everything is in the storage. */
  saved(): Promise<void>
  /** Removes everything. */
  clear(): Promise<void>
  close(): void
}

const types: ResourceType[] = ['task', 'list', 'tag']
const idsKeptMs = 30 * 86_400_000

/** Loads a replica's storage. @param onOthers called when another tab has made or decided a change */
export async function loadState(storage: ReplicaStorage, onOthers: () => void): Promise<State> {
  const copies: Record<ResourceType, Map<number, Copy>> = { task: new Map(), list: new Map(), tag: new Map() }
  let sorted: { [Type in ResourceType]?: View[Type] | undefined } = {}
  const changes = new Map<string, PendingChange>()
  const ids = new Map<number, number | null>()
  const deleted = new Map<string, number>()
  const listeners = new Set<() => void>()
  let meta: Meta = { user: null, cursor: null, generation: 1, complete: false }
  let sync: Sync = { state: 'connecting', problem: null }
  let [revision, order, isTold] = [0, 0, true]
  let view: View | null = null
  let found: Record<ResourceType, Map<number, Resource>> | null = null
  let pending: PendingChange[] | null = null
  let unsaved = new Map<string, unknown>()
  let saving = Promise.resolve()

  /** Takes over an entry, of which the first word says what it is. */
  function read([key, value]: StorageEntry): void {
    const [what = '', name = ''] = key.split(' ')
    if (what === 'meta')
      meta = value === undefined ? { ...meta, user: null, cursor: null, complete: false } : (value as Meta) // as it was written
    else if (what === 'sync') sync = (value as Sync | undefined) ?? sync
    else if (what === 'change') set(changes, name, value as PendingChange | undefined)
    else if (what === 'id') set(ids, Number(name), value as number | null | undefined)
    else if (isType(what)) {
      set(copies[what], Number(name), value as Copy | undefined)
      sorted = { ...sorted, [what]: undefined }
    }
    if (what === 'change' || what === 'id') pending = null
    view = found = null
  }

  function told(): void {
    revision += 1
    if (!isTold) return
    isTold = false
    queueMicrotask(() => {
      isTold = true
      for (const listener of listeners) listener()
    })
  }

  function write(...entry: StorageEntry): void {
    read(entry)
    unsaved.set(...entry)
    saving = saving.then(save)
    told()
  }

  async function save(): Promise<void> {
    if (unsaved.size === 0) return
    const written = unsaved
    unsaved = new Map()
    try {
      await storage.write([...written])
    } catch (error) {
      // Tried again with the next change.
      unsaved = new Map([...written, ...unsaved])
      sync = { ...sync, problem: { kind: null, detail: `The changes could not be saved on this device: ${String(error)}` } }
      told()
    }
  }

  function sortedCopies(): View {
    const rows = <Type extends ResourceType>(type: Type): Resources[Type][] =>
      Array.from(copies[type].values())
        .sort(inOrder)
        .map(({ data }) => data as Resources[Type]) // put by its type
    return { task: (sorted.task ??= rows('task')), list: (sorted.list ??= rows('list')), tag: (sorted.tag ??= rows('tag')) }
  }

  /** The change as it is now: another tab can make one before it is told what has become of its resource. */
  const current = (change: PendingChange): PendingChange | null => withIds(change, (id) => (ids.has(id) ? (ids.get(id) ?? null) : id))

  const pendingChanges = (): PendingChange[] =>
    (pending ??= Array.from(changes.values())
      .flatMap((change) => current(change) ?? [])
      .sort(inTurn))

  const lastOrder = (): number => pendingChanges().reduce((last, change) => Math.max(last, change.order), 0)

  const state: State = {
    get meta() {
      return meta
    },
    get sync() {
      return sync
    },
    get pending() {
      return pendingChanges()
    },
    get revision() {
      return revision
    },
    view: () => (view ??= viewOf(sortedCopies(), pendingChanges())),
    find(type, id) {
      const { task, list, tag } = state.view()
      found ??= { task: byId(task), list: byId(list), tag: byId(tag) }
      return found[type].get(id)
    },
    copyOf: (type, id) => copies[type].get(id)?.data,
    idOf: (id) => ids.get(id) ?? id,
    nextOrder: () => (order = Math.max(order + 1, lastOrder() + 1, Date.now() * 1_000 + Math.floor(Math.random() * 1_000))),
    setMeta: (changed) => write('meta', { ...meta, ...changed }),
    setSync(now) {
      if (JSON.stringify(now) !== JSON.stringify(sync)) write('sync', now)
    },
    setChange: (key, change) => write(`change ${key}`, change ?? undefined),
    setId: (local, id) => write(`id ${local}`, id),
    put(type, data, position) {
      const before = copies[type].get(data.id)
      if (before?.generation === meta.generation && before.data.version > data.version) return
      if ((deleted.get(`${type} ${data.id}`) ?? 0) >= data.version) return
      write(`${type} ${data.id}`, { data, position: position ?? before?.position ?? null, generation: meta.generation } satisfies Copy)
    },
    remove(type, id, version) {
      const forget = (type: ResourceType, id: number, version?: number): void => {
        if (version === undefined) deleted.delete(`${type} ${id}`)
        else deleted.set(`${type} ${id}`, version)
        write(`${type} ${id}`, undefined)
      }
      const below =
        type === 'tag'
          ? []
          : goneWith(
              type,
              id,
              Array.from(copies.task.values(), ({ data }) => data as Task),
            ) // put by its type
      for (const task of below) forget('task', task, version && copies.task.get(task)?.data.version)
      forget(type, id, version && Math.max(version, copies[type].get(id)?.data.version ?? 0))
    },
    take({ changes: page, cursor, complete }) {
      for (const change of page) takeChange(state, change)
      if (complete && !meta.complete) {
        // What the snapshot did not have is gone.
        for (const type of types) for (const [id, { generation }] of copies[type]) if (generation < meta.generation) write(`${type} ${id}`, undefined)
      }
      state.setMeta({ cursor, complete: meta.complete || complete })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    saved: () => saving,
    async clear() {
      const keys = [...types.flatMap((type) => Array.from(copies[type].keys(), (id) => `${type} ${id}`)), 'meta', 'sync']
      keys.push(...Array.from(changes.keys(), (key) => `change ${key}`), ...Array.from(ids.keys(), (id) => `id ${id}`))
      for (const key of keys) write(key, undefined)
      await saving
    },
    close: () => unwatch?.(),
  }
  // Before it is loaded, so that nothing is missed in between, and nothing newer is overwritten.
  let newer: Set<string> | null = new Set()
  const unwatch = storage.watch?.((entries) => {
    for (const entry of entries) {
      read(entry)
      newer?.add(entry[0])
    }
    told()
    if (entries.some(([key]) => key.startsWith('change '))) onOthers()
  })
  for (const entry of await storage.load()) if (!newer.has(entry[0])) read(entry)
  newer = null
  for (const [key, change] of changes) if (!current(change)) write(`change ${key}`, undefined)
  // What waits can refer to them.
  if (changes.size === 0) for (const local of ids.keys()) if (-local / 1_000 < Date.now() - idsKeptMs) write(`id ${local}`, undefined)
  return state
}

function takeChange(state: State, { type, op, id, data, position }: Change): void {
  if (type === 'user') {
    if (state.meta.user !== null && state.meta.user !== id) throw new Error('This storage holds the copy of another user.')
    state.setMeta({ user: id })
  } else if (isType(type)) {
    if (op === 'delete') state.remove(type, id)
    else state.put(type, data as Resource, position) // by the contract
  }
}

const isType = (name: string): name is ResourceType => (types as string[]).includes(name)

const byId = (resources: Resource[]): Map<number, Resource> => new Map(resources.map((resource) => [resource.id, resource]))

function set<Key, Value>(map: Map<Key, Value>, key: Key, value: Value | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}

/**
 * The oldest first, after those that were sent without a response. The service may have made these, so that nothing is made before them any more:
 * another tab can tell late of an older change.
 */
const inTurn = (one: PendingChange, other: PendingChange): number => Number(one.sent === null) - Number(other.sent === null) || one.order - other.order

/** By position, an integer of up to 20 digits, and then by id. Those without one, which the service has just made, come last. */
function inOrder(one: Copy, other: Copy): number {
  if (one.position !== other.position) {
    if (one.position === null || other.position === null) return one.position === null ? 1 : -1
    const difference = Number(one.position) - Number(other.position) || Number(BigInt(one.position) - BigInt(other.position))
    if (difference !== 0) return difference
  }
  return one.data.id - other.data.id
}
