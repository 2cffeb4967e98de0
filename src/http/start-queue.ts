import type { ServerResponse } from 'node:http'

/** What is to be done for a request, when it is its turn or if it has waited too long. */
export type Outcomes = { start(): void; refuse(): void }

/** Starts requests in the order of their arrival: at once, or while many are worked on, a few in each turn of the event loop. */
export type StartQueue = {
  enter(response: ServerResponse, outcomes: Outcomes): void
  /** Forgets a request that its client no longer waits for. */
  leave(response: ServerResponse): void
  /** The number of requests that have not started. */
  waiting(): number
}

export type StartQueueSettings = {
  /** The number of requests in flight, those in the queue included. */
  inFlight: () => number
  /** How many started requests keep the service busy, and how many there may be. */
  enough: number
  most: () => number
  /** The longest wait, of which a stall of the event loop counts as little. */
  longestWaitMs: number
}

// Those that are worked on may all be waiting for something slow, so a few more start. They take about a millisecond.
const leastPerTurn = 8
const retryMs = 5
// A longer turn is a stall, after which nobody is late.
const longestTurnMs = 50

/**
 * Creates a queue that finishes requests before it starts others. By itself, Node starts all that have arrived, a thousand with a thousand
 * connections, before it reads the result of a single statement. Whatever is worked on then is copied by each collection of garbage: a request
 * costs half as much again.
 */
export function createStartQueue({ inFlight, enough, most, longestWaitMs }: StartQueueSettings): StartQueue {
  const waiting = new Map<ServerResponse, Outcomes & { since: number }>()
  let startedInTurn = 0
  let isScheduled = false
  // Runs while requests wait.
  let clockMs = 0
  let turnBegan = 0

  /** Whether one more may start. */
  const hasRoom = (started: number): boolean => started < enough || (startedInTurn < leastPerTurn && started < most())
  const nextTurn = (): void => {
    const now = performance.now()
    clockMs += Math.min(now - turnBegan, longestTurnMs)
    turnBegan = now
    isScheduled = false
    startedInTurn = 0
    for (const [response, { since, start, refuse }] of waiting) {
      const isLate = clockMs - since > longestWaitMs
      if (!isLate && !hasRoom(inFlight() - waiting.size)) break
      waiting.delete(response)
      if (isLate) refuse()
      else begin(start)
    }
    if (waiting.size > 0) schedule()
  }
  const schedule = (): void => {
    if (isScheduled) return
    isScheduled = true
    if (startedInTurn > 0) setImmediate(nextTurn)
    else setTimeout(nextTurn, retryMs)
  }
  const begin = (start: () => void): void => {
    startedInTurn += 1
    start()
  }

  return {
    enter(response, outcomes) {
      if (!isScheduled) turnBegan = performance.now()
      // It counts as in flight already.
      if (waiting.size === 0 && hasRoom(inFlight() - 1)) begin(outcomes.start)
      else waiting.set(response, { ...outcomes, since: clockMs })
      schedule()
    },
    leave: (response) => void waiting.delete(response),
    waiting: () => waiting.size,
  }
}
