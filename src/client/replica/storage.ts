/** A key and its value, which JSON can express; undefined removes it. */
export type StorageEntry = [key: string, value: unknown]

/**
 * Where a replica keeps the copy and the changes that wait, for one user. `memoryStorage` and `indexedDbStorage` are two; another one needs
 * `load` and `write` alone.
 */
export type ReplicaStorage = {
  /** Everything that was written. */
  load(): Promise<StorageEntry[]>
  /** Writes all entries or none. */
  write(entries: StorageEntry[]): Promise<void>
  /** Tells what others write to the same storage, such as other tabs. @returns a function that stops it */
  watch?(listener: (entries: StorageEntry[]) => void): () => void
  /** Does the work while no other replica with the same storage does; the others wait. */
  lock?(work: () => Promise<void>, signal: AbortSignal): Promise<void>
}

/** Keeps everything in memory: it is gone with the page or the process. */
export function memoryStorage(): ReplicaStorage {
  const kept = new Map<string, string>()
  return {
    load: () => Promise.resolve(Array.from(kept, ([key, text]): StorageEntry => [key, JSON.parse(text)])),
    write(entries) {
      for (const [key, value] of entries) {
        if (value === undefined) kept.delete(key)
        else kept.set(key, JSON.stringify(value))
      }
      return Promise.resolve()
    },
  }
}
