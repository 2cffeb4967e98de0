import type { OperationFacts } from '../contract/contract.ts'
import type { Caller } from '../identity/caller.ts'
import { tooManyAtOnce } from '../problem.ts'
import { createFairQueue } from './fair-queue.ts'
import type { Kind, Leave } from './fair-queue.ts'
import { addressBlock } from './rate-limits.ts'

// What waits holds nothing but memory.
const queueing = { waiting: 62, waitMs: 5_000 }
// A password takes a tenth of a second of a processor to check.
const signInQueueing = { concurrent: 4, waiting: 128, waitMs: 10_000 }

const concurrencyHeaders = (name: string, quota: number): Record<string, string> => ({
  'RateLimit': `"${name}";r=0;t=1`,
  'RateLimit-Policy': `"${name}";q=${quota}`,
})

/** Waits for the turn of the user, or of the address that signs in; other requests do not wait. @throws Problem 429 if too many wait */
export type WaitForTurn = (operation: OperationFacts, caller: Caller | null, address: () => string) => Promise<Leave> | Leave

/** @param concurrentPerUser how many requests of one user may be worked on at once; half of them may be of one costly kind */
export function createTurns(concurrentPerUser: number): WaitForTurn {
  const users = createFairQueue<number>({ ...queueing, concurrent: concurrentPerUser, concurrentOfKind: Math.ceil(concurrentPerUser / 2) })
  const signIns = createFairQueue<string>(signInQueueing)

  return (operation, caller, address) => {
    if (caller)
      return users.enter(caller.userId, kindOf(operation), () =>
        tooManyAtOnce('requests of this user', concurrencyHeaders('concurrent-requests', queueing.waiting)),
      )
    if (operation.signInLimit === null) return () => undefined
    return signIns.enter(addressBlock(address()), 'read', () =>
      tooManyAtOnce('sign-ins from this address', concurrencyHeaders('concurrent-sign-ins', signInQueueing.waiting)),
    )
  }
}

/** A whole-account search keeps a processor of the database busy, and a second one at the same time would take another from other users. */
function kindOf({ method, narrow }: OperationFacts): Kind {
  if (method !== 'GET') return 'write'
  return narrow === null ? 'read' : 'costly read'
}
