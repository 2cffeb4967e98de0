import { memoryStorage } from '../../src/client/replica/index.ts'
import { unlessAborted } from '../../src/client/retries.ts'
import type { ReplicaStorage, StorageEntry } from '../../src/client/replica/index.ts'

type Pause = () => Promise<void>
type Listener = (entries: StorageEntry[]) => void

/** A storage that tabs share, and a view of it for each tab, as in a browser: one of them holds the lock. */
export type SharedStorage = {
  /**
   * @param onAccess waited for before each access
   * @param onTold waited for before the tab is told what others have written, in its order
   */
  tab(onAccess?: Pause, onTold?: Pause): ReplicaStorage
}

const none: Pause = () => Promise.resolve()

export function sharedStorage(): SharedStorage {
  const shared = memoryStorage()
  const listeners = new Set<Listener>()
  let turn = Promise.resolve()
  return {
    tab(onAccess = none, onTold = none) {
      let own: Listener | null = null
      let accessed = Promise.resolve()
      let told = Promise.resolve()
      return {
        async load() {
          await onAccess()
          const loaded = await shared.load()
          await onAccess()
          return loaded
        },
        async write(entries) {
          await (accessed = accessed.then(onAccess))
          await shared.write(entries)
          for (const listener of listeners) if (listener !== own) listener(structuredClone(entries))
        },
        watch(listener) {
          const tell: Listener = (entries) => void (told = told.then(onTold).then(() => listener(entries)))
          listeners.add((own = tell))
          return () => listeners.delete(tell)
        },
        async lock(work, signal) {
          // A browser gives up at once what waits for the lock, and not what holds it.
          const mine = unlessAborted(turn, signal)
          let done: () => void = () => undefined
          const before = turn
          turn = new Promise((resolve) => (done = resolve))
          try {
            await mine
            // What was written before is told by then.
            await told
            if (!signal.aborted) await work()
          } finally {
            void before.then(done)
          }
        },
      }
    },
  }
}
