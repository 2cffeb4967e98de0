import type { ReplicaStorage, StorageEntry } from './storage.ts'

// What is used of a browser; the types of Node have none of it.
type Handlers<Names extends string> = { [Name in Names]: (() => void) | null }
type DbRequest<Result> = { result: Result; error: Error | null } & Handlers<'onsuccess' | 'onerror'>
type ObjectStore = {
  getAll(): DbRequest<unknown[]>
  getAllKeys(): DbRequest<string[]>
  put(value: unknown, key: string): unknown
  delete(key: string): unknown
}
type Transaction = { error: Error | null; objectStore(name: string): ObjectStore } & Handlers<'oncomplete' | 'onerror' | 'onabort'>
type Db = {
  createObjectStore(name: string): unknown
  transaction(name: string, mode: 'readonly' | 'readwrite'): Transaction
  close(): void
} & Handlers<'onversionchange'>
type Channel = {
  postMessage(message: unknown): void
  addEventListener(name: 'message', listener: (event: { data: unknown }) => void): void
  removeEventListener(name: 'message', listener: (event: { data: unknown }) => void): void
}
type Browser = {
  BroadcastChannel: new (name: string) => Channel
  indexedDB?: { open(name: string, version: number): DbRequest<Db> & Handlers<'onupgradeneeded'> }
  navigator?: { locks?: { request(name: string, options: { signal: AbortSignal }, work: () => Promise<void>): Promise<void> } }
}

const entries = 'entries'

/**
 * Keeps everything in the browser's IndexedDB, so that it outlives the page. Tabs share it: each shows what the others change, and one of them
 * speaks with the service.
 * @param name one for each user, such as `tasks-of-${user.id}`
 */
export function indexedDbStorage(name: string): ReplicaStorage {
  const { indexedDB, navigator, BroadcastChannel } = globalThis as unknown as Browser // which has them, or it is told so
  if (!indexedDB) throw new Error('storage: IndexedDB works in browsers only. Pass memoryStorage(), or a storage of your own.')
  const opened = open(indexedDB.open(name, 1))
  const channel = new BroadcastChannel(name)
  const storage: ReplicaStorage = {
    async load() {
      const store = (await opened).transaction(entries, 'readonly').objectStore(entries)
      const [keys, values] = await Promise.all([resultOf(store.getAllKeys()), resultOf(store.getAll())])
      return keys.map((key, index): StorageEntry => [key, values[index]])
    },
    async write(written) {
      const transaction = (await opened).transaction(entries, 'readwrite')
      const store = transaction.objectStore(entries)
      for (const [key, value] of written) {
        if (value === undefined) store.delete(key)
        else store.put(value, key)
      }
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = resolve
        transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('The browser has not saved the changes.'))
      })
      channel.postMessage(written)
    },
    watch(listener) {
      const listen = ({ data }: { data: unknown }): void => listener(data as StorageEntry[]) // posted above
      channel.addEventListener('message', listen)
      return () => channel.removeEventListener('message', listen)
    },
  }
  // Missing on pages served over plain HTTP, where each tab sends what waits: its key has the service do it once.
  const locks = navigator?.locks
  return locks ? { ...storage, lock: (work, signal) => locks.request(`taskpact ${name}`, { signal }, work) } : storage
}

async function open(request: DbRequest<Db> & Handlers<'onupgradeneeded'>): Promise<Db> {
  request.onupgradeneeded = () => void request.result.createObjectStore(entries)
  const db = await resultOf(request)
  // It can be deleted while the page is open.
  db.onversionchange = () => db.close()
  return db
}

function resultOf<Result>(request: DbRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed.'))
  })
}
