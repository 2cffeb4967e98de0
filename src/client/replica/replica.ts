import { newKey } from '../keys.ts'
import type { Input } from '../operations.ts'
import type { Taskpact } from '../taskpact.ts'
import type { List, ListCreation, ListUpdate, Task, TaskCreation, TaskUpdate } from '../types.ts'
import { haveSameTarget, operations, seenBy, typeOf } from './changes.ts'
import type { ChangeOperation, Fields, Held, PendingChange, Resource, Resources, ResourceType } from './changes.ts'
import { loadState } from './state.ts'
import type { Sync } from './state.ts'
import type { ReplicaStorage } from './storage.ts'
import { synchronizer } from './synchronize.ts'
import type { Synchronizer } from './synchronize.ts'

/** A change that waits for a decision: `resolve` it. */
export type Conflict = Omit<Held, 'version'> & {
  key: string
  operation: ChangeOperation
  type: ResourceType
  id: number
  /** What the change sends. */
  body: Fields
  /** The resource that the change was made of; null for a new one. */
  seen: Resource | null
  /** The resource as the service has it; null if it is gone. */
  theirs: Resource | null
}

/**
 * What becomes of a change that waits: `mine` makes it on what others have made, and restores first what was deleted; `theirs` drops it. A body
 * is sent in place of its own.
 */
export type Decision = 'mine' | 'theirs' | { body: Fields }

export type ReplicaOptions = {
  api: Taskpact
  /** Of one user. */
  storage: ReplicaStorage
  /** Decides about a conflict as soon as it is found. Without a decision, it waits in `conflicts`. */
  onConflict?: (conflict: Conflict) => Decision | undefined
}

/** How the replica is doing, and how many changes are to be sent. */
export type ReplicaStatus = Sync & { unsent: number }

/** A local copy of what the user has. It is read at once, takes changes at any time, and synchronizes itself. */
export type Replica = {
  /** A resource with the changes made here; a new one by its local id too. */
  get<Type extends ResourceType>(type: Type, id: number): Resources[Type] | undefined
  /** All resources of a type in the manual order. Without a filter, it is the same array until something changes. */
  list<Type extends ResourceType>(type: Type, filter?: (resource: Resources[Type]) => boolean): Resources[Type][]
  /** Calls a function after each change of anything here. @returns a function that ends it */
  subscribe(listener: () => void): () => void
  /** Changes with each change of anything here. */
  readonly revision: number
  readonly status: ReplicaStatus
  /** The changes that wait for a decision, the oldest first. */
  readonly conflicts: Conflict[]
  /** Decides about a conflict. */
  resolve(key: string, decision: Decision): void

  /** @returns the task, whose id is negative until the service has it */
  createTask(body: TaskCreation): Task
  patchTask(id: number, body: TaskUpdate): void
  completeTask(id: number, body: { completed: boolean; cascade?: boolean }): void
  moveTask(id: number, body: Input<'moveTask'>['body']): void
  deleteTask(id: number): void
  /** Restores a task that was deleted. */
  restoreTask(id: number): void
  /** @returns the list, whose id is negative until the service has it */
  createList(body: ListCreation): List
  updateList(id: number, body: ListUpdate): void
  moveList(id: number, body: Input<'moveList'>['body']): void
  deleteList(id: number): void
  /** Restores a list that was deleted. */
  restoreList(id: number): void
  updateTag(id: number, body: Input<'updateTag'>['body']): void
  deleteTag(id: number): void

  /** Stops, and keeps everything in the storage. */
  close(): Promise<void>
  /** Stops, and removes everything from the storage: at sign-out. */
  clear(): Promise<void>
}

/** Opens a replica: at once with what is in its storage, and with what the service has as soon as it can be reached. */
export async function createReplica({ api, storage, onConflict }: ReplicaOptions): Promise<Replica> {
  let sync: Synchronizer | null = null
  const wake = (): void => sync?.wake()
  const state = await loadState(storage, wake)
  const closing = new AbortController()

  function make(operation: ChangeOperation, id: number | null, body: object = {}): number {
    const order = state.nextOrder()
    const type = operations[operation][0]
    const target = id === null ? -order : state.idOf(id)
    const isRestored = operations[operation][1] === 'restore'
    if (id !== null && !isRestored && !state.find(type, target)) throw new RangeError(`replica.${operation}: there is no ${type} ${id}.`)
    const seen = state.copyOf(type, target) ?? null
    const change = { key: newKey(), order, operation, id: target, body: body as Fields, seen, sent: null, held: null } // an object of fields
    state.setChange(change.key, { ...change, seen: seenBy(change, state.pending) })
    wake()
    return target
  }

  function created<Type extends ResourceType>(type: Type, id: number): Resources[Type] {
    return state.find(type, id) as Resources[Type] // it has just been made
  }

  const conflicts = (): Conflict[] =>
    state.pending.flatMap(({ held, key, operation, id, body, seen }) => {
      if (held === null) return []
      const { reason, detail, errors } = held
      const type = operations[operation][0]
      return [{ reason, detail, errors, key, operation, type, id, body, seen, theirs: state.copyOf(type, id) ?? null }]
    })

  function decide(): void {
    if (!onConflict) return
    for (const conflict of conflicts()) {
      const decision = onConflict(conflict)
      if (decision !== undefined) resolve(conflict.key, decision)
    }
  }

  function resolve(key: string, decision: Decision): void {
    const change = state.pending.find((each) => each.key === key)
    if (!change?.held) return
    if (decision === 'theirs') drop(change, change.held)
    else insist(change, change.held, decision === 'mine' ? change.body : decision.body)
    wake()
  }

  /** Drops a change. With something that is gone, or that is never to be, its other changes go too. */
  function drop(change: PendingChange, { reason }: Held): void {
    const isGone = reason === 'deleted' || operations[change.operation][1] === 'create'
    state.setChange(change.key, null)
    for (const other of isGone ? state.pending : []) if (haveSameTarget(other, change)) state.setChange(other.key, null)
    if (isGone && change.id < 0) state.setId(change.id, null)
  }

  /** Has a change sent again, with a new key as it is another request. */
  function insist(change: PendingChange, { reason, version }: Held, body: Fields): void {
    const { operation, order, id, seen } = change
    const type = typeOf(change)
    const now = state.copyOf(type, id) ?? seen
    state.setChange(change.key, null)
    if (reason === 'deleted' && type !== 'tag' && operations[operation][1] !== 'restore') {
      const restore: ChangeOperation = type === 'task' ? 'restoreTask' : 'restoreList'
      const key = newKey()
      state.setChange(key, { key, order: order - 0.5, operation: restore, id, body: {}, seen, sent: null, held: null })
    }
    const key = newKey()
    const newest = now && { ...now, version: Math.max(now.version, version ?? 0) }
    state.setChange(key, { key, order, operation, id, body, seen: newest, sent: null, held: null })
  }

  const unsubscribe = onlineAgain(wake)
  const { run } = (sync = synchronizer(api, state, decide))
  /** The next tab begins with everything that this one has learned. */
  const work = (): Promise<void> => run(closing.signal).finally(state.saved)
  const running = (storage.lock ? storage.lock(work, closing.signal) : work()).catch(() => undefined)

  async function close(): Promise<void> {
    closing.abort()
    unsubscribe()
    await running
    await state.saved()
    state.close()
  }

  return {
    get: (type, id) => state.find(type, state.idOf(id)) as never, // of its type
    list: (type, filter) => (filter ? state.view()[type].filter(filter as never) : state.view()[type]), // of its type
    subscribe: state.subscribe,
    get revision() {
      return state.revision
    },
    get status() {
      return { ...state.sync, unsent: state.pending.length }
    },
    get conflicts() {
      return conflicts()
    },
    resolve,
    createTask: (body) => created('task', make('createTask', null, body)),
    patchTask: (id, body) => void make('patchTask', id, body),
    completeTask: (id, body) => void make('completeTask', id, body),
    moveTask: (id, body) => void make('moveTask', id, body),
    deleteTask: (id) => void make('deleteTask', id),
    restoreTask: (id) => void make('restoreTask', id),
    createList: (body) => created('list', make('createList', null, body)),
    updateList: (id, body) => void make('updateList', id, body),
    moveList: (id, body) => void make('moveList', id, body),
    deleteList: (id) => void make('deleteList', id),
    restoreList: (id) => void make('restoreList', id),
    updateTag: (id, body) => void make('updateTag', id, body),
    deleteTag: (id) => void make('deleteTag', id),
    close,
    async clear() {
      closing.abort()
      await running
      await state.clear()
      await close()
    },
  }
}

type Page = { addEventListener?(name: 'online', listener: () => void): void; removeEventListener?(name: 'online', listener: () => void): void }

/** Calls a function when the browser is online again. @returns a function that ends it */
function onlineAgain(listener: () => void): () => void {
  const page = globalThis as Page // a page, or Node, which has neither
  page.addEventListener?.('online', listener)
  return () => page.removeEventListener?.('online', listener)
}
