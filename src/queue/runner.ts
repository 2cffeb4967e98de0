import { setTimeout as pause } from 'node:timers/promises'

/** Does what waits in a queue of the database, some of it at the same time. */
export type QueueRunner = {
  /** How much is being done. */
  busy(): number
  isStopped(): boolean
  /** Looks at the queue soon. */
  wake(): void
  /** Does a thing that a look has found. @param work must not fail */
  start(work: () => Promise<void>): void
  /** Takes nothing more, and waits a few seconds for what is being done. */
  stop(): Promise<void>
}

/** Others that are queued at once are found by the same look. */
const wakeMs = 20
const stopMs = 5_000

/**
 * Runs a queue, one look at a time.
 * @param look takes what is due, and starts it
 * @param failed is called where a look fails
 */
export function createQueueRunner(look: () => Promise<void>, failed: () => void): QueueRunner {
  const inFlight = new Set<Promise<void>>()
  let waking: NodeJS.Timeout | null = null
  let looking: Promise<void> | null = null
  let isAsked = false
  let stopped = false

  const lookUntilNobodyAsks = async (): Promise<void> => {
    while (isAsked && !stopped) {
      isAsked = false
      await look()
    }
  }

  const wake = (): void => {
    if (stopped) return
    waking ??= setTimeout(() => {
      waking = null
      isAsked = true
      looking ??= lookUntilNobodyAsks()
        .catch(failed)
        .finally(() => {
          looking = null
          // It was asked for during a look that failed.
          if (isAsked) wake()
        })
    }, wakeMs)
  }

  return {
    busy: () => inFlight.size,
    isStopped: () => stopped,
    wake,
    start(work) {
      const done = work().finally(() => inFlight.delete(done))
      inFlight.add(done)
    },
    async stop() {
      stopped = true
      if (waking) clearTimeout(waking)
      await looking
      await Promise.race([Promise.all(inFlight), pause(stopMs, undefined, { ref: false })])
    },
  }
}
