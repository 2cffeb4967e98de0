import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Decides which requests are let in. */
export type LoadShedding = {
  /** Whether there is room for a request; if so, it is counted until its answer has been handed over. */
  tryAcquire(request: IncomingMessage, response: ServerResponse): boolean
  /** In how many seconds a client who is refused now will be listened to again. */
  retryAfter(): number
}

// Reads are paused for a little less than the second that Retry-After says at least, and resumed one connection at a time.
const holdMs = 900
const resumeEveryMs = 10
const longestHoldMs = 30_000
// Concurrent requests that keep a processor and a database busy.
const busyConcurrency = 32
// An overload is over once no request was refused for so long.
const recoveryMs = 250
// The longest that an admitted request should wait, at the best throughput seen: normally, while an overload ends, and during one.
const longestWaitMs = { normal: 250, recovering: 30, overload: 6 }
// Requests that are always admitted unless there is an overload.
const leastLimit = 256
// During an overload: a multiple of what keeps the service busy, and the least.
const overloadGain = 2.5
const leastDuringOverload = 4

/**
 * Load shedding by a concurrency limit. Normally the limit is what can be served in a quarter of a second, and at least 256: clients
 * that each wait for their response, however long, are no overload.
 *
 * In a sustained overload, at least twice as many refused clients are waiting as keep the service busy. The limit is then its
 * throughput times the latency of a request that has it to itself (Little's law), with a gain: a longer queue would only add
 * latency. The overload is over once no request was refused for a while and most refused clients have been resumed. Requests that wait for
 * slow clients, which send a body or read a response byte by byte, count apart, up to ten times the maximum.
 *
 * Refusing costs time as well. So reads are paused on a connection whose request was refused until its Retry-After is over: a client that
 * asks again at once waits in its own socket, and refusals stay at a hundred a second however often clients ask. When there is little
 * to do, reads are resumed earlier. What such a client sent meanwhile is stale, and is admitted only while half of the limit is free.
 */
export function createLoadShedding(maxInFlight: number): LoadShedding {
  const inFlight = new Set<ServerResponse>()
  const onClients = new Set<ServerResponse>()
  const held = new Map<Socket, Turn>()
  const tooEarly = new WeakSet<Socket>()
  const busyLimit = Math.min(busyConcurrency, Math.ceil(maxInFlight / 2))
  let last = 0
  const pace = createPace()
  let refusedAt: number | null = null

  /** How many requests may be in flight now. */
  const limitNow = (): number => {
    const isRecovering = refusedAt !== null && performance.now() - refusedAt > recoveryMs
    // Clients that are resumed would be the next burst.
    const isOverload = held.size >= busyLimit * 2
    if (isRecovering && !isOverload) refusedAt = null
    if (refusedAt === null || !isOverload) return Math.min(maxInFlight, Math.max(leastLimit, pace.best() * longestWaitMs.normal))
    const recovering = Math.min(maxInFlight, Math.max(busyLimit, pace.best() * longestWaitMs.recovering))
    if (isRecovering) return recovering
    const busy = Math.min(busyLimit, Math.ceil(pace.busy() * overloadGain))
    return Math.min(recovering, Math.max(leastDuringOverload, busy, pace.best() * longestWaitMs.overload))
  }
  const isFull = (share: number): boolean => {
    if (onClients.size >= maxInFlight * 10) return true
    const room = limitNow() * share
    if (inFlight.size < room) return false
    // What is answered may wait to be read: Node tells of no such moment, so it is looked for where it matters.
    for (const response of inFlight) if (response.writableEnded) move(response, inFlight, onClients)
    return inFlight.size >= room
  }

  const count = (request: IncomingMessage, response: ServerResponse): void => {
    const began = performance.now()
    const alone = inFlight.size === 0
    inFlight.add(response)
    response.once('close', () => {
      if (inFlight.delete(response)) pace.answered(performance.now() - began, alone)
      else onClients.delete(response)
    })
    if (!hasBody(request)) return
    // By then, a body that came in one go with its headers is there.
    process.nextTick(() => {
      if (request.complete || !move(response, inFlight, onClients)) return
      request.once('end', () => move(response, onClients, inFlight))
    })
  }

  const nextTurn = (now: number): number => Math.max(now + holdMs, Math.min(last + resumeEveryMs, now + longestHoldMs))

  const pauseReads = (socket: Socket): void => {
    if (socket.destroyed || held.has(socket)) return
    const now = performance.now()
    last = nextTurn(now)
    socket.pause()
    held.set(socket, { since: now, at: last })
    if (held.size === 1) setTimeout(resumeReads, resumeEveryMs).unref()
  }
  const resumeReads = (): void => {
    const now = performance.now()
    const room = limitNow()
    let idle = (refusedAt === null ? Math.min(busyLimit, room) : room) / 2 - inFlight.size
    // They are in the order of their turns.
    for (const [socket, { since, at }] of held) {
      if (at > now && (idle < 1 || now - since < holdMs)) break
      idle -= 1
      held.delete(socket)
      tooEarly.add(socket)
      socket.resume()
      // By the end of the next turn of the loop, all that had arrived has been read.
      setImmediate(() => setImmediate(() => tooEarly.delete(socket)))
    }
    if (held.size > 0) setTimeout(resumeReads, resumeEveryMs).unref()
    else last = 0
  }

  return {
    tryAcquire(request, response) {
      const full = isFull(tooEarly.has(request.socket) ? 0.5 : 1)
      if (full) {
        refusedAt = performance.now()
        // Once Node has read past the body, for which it would listen again.
        response.once('finish', () => setImmediate(() => pauseReads(request.socket)))
      } else count(request, response)
      return !full
    },
    retryAfter() {
      const now = performance.now()
      return Math.ceil((nextTurn(now) - now) / 1_000)
    },
  }
}

/** Since when a connection is not read, and when it is its turn to be read again, even if there is much to do. */
type Turn = { since: number; at: number }

type Pace = {
  /** One was answered, after so many milliseconds; whether it had the service to itself when it began. */
  answered(took: number, alone: boolean): void
  /** How many at once keep the service busy. */
  busy(): number
  /** How many it answers in a millisecond, when it answers most. */
  best(): number
}

/** Keeps count of how long an answer takes of a service that has nothing else to do, and of how many it gives. */
function createPace(): Pace {
  const window = 500
  const forget = 0.5 ** (window / 60_000)
  let alone: number | null = null
  let [since, count, perMillisecond, best] = [performance.now(), 0, 0, 0]
  return {
    answered(took, wasAlone) {
      // A mean that forgets: what it took a thousand answers ago is no longer in it.
      if (wasAlone) alone = alone === null ? took : alone + (took - alone) / 100
      count += 1
      const now = performance.now()
      if (now - since < window) return
      perMillisecond = count / (now - since)
      // What it could do a minute ago is half forgotten.
      best = Math.max(best * forget, perMillisecond)
      since = now
      count = 0
    },
    busy: () => (alone === null ? Infinity : alone * perMillisecond),
    best: () => best,
  }
}

const hasBody = ({ headers }: IncomingMessage): boolean => headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0

/** Moves what is in one set to another. @returns whether it was there */
function move<Item>(item: Item, from: Set<Item>, to: Set<Item>): boolean {
  const was = from.delete(item)
  if (was) to.add(item)
  return was
}
