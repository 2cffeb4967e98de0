import { createReplica, indexedDbStorage } from '@taskpact/client/replica'
import type { Replica, ReplicaStatus } from '@taskpact/client/replica'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { api } from './api.ts'

/**
 * A user's copy of everything, in the browser's IndexedDB: it is read at once, takes changes without a network, and follows what
 * others change. Each change of it renders the component again.
 * @returns null while it is opened
 */
export function useReplica(user: number): Replica | null {
  const [replica, setReplica] = useState<Replica | null>(null)
  useEffect(() => {
    const opening = createReplica({ api, storage: indexedDbStorage(`tasks-of-${user}`) })
    void opening.then(setReplica)
    return () => {
      setReplica(null)
      void opening.then((opened) => opened.close())
    }
  }, [user])
  useSyncExternalStore(replica?.subscribe ?? subscribeToNothing, () => replica?.revision)
  return replica
}

const subscribeToNothing = () => () => undefined

/** How far the copy is, in words. */
export function wordsOfStatus({ state, unsent }: ReplicaStatus, conflicts: number): string {
  if (state === 'offline') return `The service cannot be reached. ${unsent > 0 ? `${unsent} to save.` : ''}`
  if (conflicts > 0) return 'Choose what to keep.'
  if (state !== 'live') return 'Loading …'
  return unsent > 0 ? 'Saving …' : 'Saved'
}
