import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { createPace } from './pace.ts'
import { createStartQueue } from './start-queue.ts'

/** Why a request was refused: the limit, the bound on slow clients, or a retry before its Retry-After while half of the limit is used. */
type Reason = 'overload' | 'slow_clients' | 'early_retry'

/** The requests in flight, those that wait without being worked on, and those refused since the start. */
export type LoadCounts = { served: number; waitingToStart: number; waitingInLine: number; waitingForClients: number; shed: Readonly<Record<Reason, number>> }

/** Decides which requests are admitted, and when they start. */
export type LoadShedding = {
  /**
   * Counts a request until its response has been sent, and starts it, at once or after others; or refuses it if the limit does not allow it.
   * @param refuse is told the seconds until reads are resumed on the connection
   */
  admit(request: IncomingMessage, response: ServerResponse, start: () => void, refuse: (retryAfter: number) => void): void
  /** When a request in flight arrived, by the process's clock. */
  arrivedAt(response: ServerResponse): number | undefined
  /** Waits for the turn of a request, which is not in flight meanwhile. */
  inLine<Turn>(response: ServerResponse, turn: Promise<Turn>): Promise<Turn>
  /** Counts a request no longer: it waits for something to happen, which takes nothing from others. */
  release(response: ServerResponse): void
  counts(): LoadCounts
}

// Reads are paused for a little less than the shortest Retry-After of a second, and resumed one connection at a time.
const holdMs = 900
const resumeEveryMs = 10
const longestHoldMs = 30_000
// Concurrent requests that keep a processor and a database busy.
const busyConcurrency = 32
// An overload has ended when no request was refused for this long.
const recoveryMs = 250
// The longest wait of an admitted request, at the best measured throughput: normally, while an overload ends, and during one.
const longestWaitMs = { normal: 250, recovering: 30, overload: 6 }
// The longest that a request of a burst waits until it starts.
const longestQueueingMs = 500
// Requests that are always admitted unless there is an overload.
const leastLimit = 256
// During an overload: the multiple of what keeps the service busy, and the minimum.
const overloadGain = 2.5
const leastDuringOverload = 4
// Of the places for requests that wait, what those of one address may take: a proxy has one address for all.
const shareOfAddress = 0.75

/**
 * Load shedding by a concurrency limit. Normally the limit is what can be served in a quarter of a second, and at least 256: clients
 * that each wait for their response, however long, are not an overload. A burst that has not started does not count, but is refused
 * after half a second.
 *
 * In a sustained overload, at least twice as many refused clients are waiting as keep the service busy. The limit is then its
 * throughput times the latency of a request on an idle service (Little's law), with a gain: a longer queue would only add
 * latency. The overload ends when no request was refused for a while and most refused clients have been resumed. Requests that
 * wait hold nothing but memory, and count separately, up to ten times the maximum: for slow clients, which send a body or read a
 * response byte by byte, or in line for the turn of their user or address.
 *
 * Refusing costs time as well. So reads are paused on a connection whose request was refused until its Retry-After is over: a
 * client that retries at once waits in its own socket, and at most a hundred requests a second are refused. Under little load,
 * reads are resumed earlier. A request that such a client sent meanwhile is stale, and is admitted only while half of the limit is free.
 */
export function createLoadShedding(maxInFlight: number): LoadShedding {
  // With the time of their arrival.
  const inFlight = new Map<ServerResponse, number>()
  const waiting = new Map<ServerResponse, Waiting>()
  const waitingOf = new Map<string, number>()
  const held = new Map<Socket, Turn>()
  const tooEarly = new WeakSet<Socket>()
  const busyLimit = Math.min(busyConcurrency, Math.ceil(maxInFlight / 2))
  let last = 0
  const pace = createPace()
  let refusedAt: number | null = null
  const shed: Record<Reason, number> = { overload: 0, slow_clients: 0, early_retry: 0 }

  /** Whether clients are held that would be the next burst when they are resumed. */
  const isCrowded = (): boolean => held.size >= busyLimit * 2
  const isOverload = (): boolean => refusedAt !== null && isCrowded()
  /** The current limit of requests in flight. */
  const limitNow = (): number => {
    const isRecovering = refusedAt !== null && performance.now() - refusedAt > recoveryMs
    if (isRecovering && !isCrowded()) refusedAt = null
    if (!isOverload()) return Math.min(maxInFlight, Math.max(leastLimit, pace.best() * longestWaitMs.normal))
    const recovering = Math.min(maxInFlight, Math.max(busyLimit, pace.best() * longestWaitMs.recovering))
    if (isRecovering) return recovering
    const busy = Math.min(busyLimit, Math.ceil(pace.busy() * overloadGain))
    return Math.min(recovering, Math.max(leastDuringOverload, busy, pace.best() * longestWaitMs.overload))
  }
  /** Counts a request in flight among those that wait. @returns whether it was in flight */
  const suspend = (response: ServerResponse, reason: Waiting['reason']): boolean => {
    const arrivedAt = inFlight.get(response)
    if (arrivedAt === undefined) return false
    inFlight.delete(response)
    const address = addressOf(response)
    waiting.set(response, { reason, arrivedAt, address })
    change(waitingOf, address, 1)
    return true
  }
  const forget = (response: ServerResponse): Waiting | undefined => {
    const known = waiting.get(response)
    if (!known) return undefined
    waiting.delete(response)
    change(waitingOf, known.address, -1)
    return known
  }
  const resume = (response: ServerResponse): void => {
    const known = forget(response)
    if (known) inFlight.set(response, known.arrivedAt)
  }

  const queue = createStartQueue({ inFlight: () => inFlight.size, enough: busyConcurrency, most: limitNow, longestWaitMs: longestQueueingMs })

  /** Whether there is room for one more. During an overload, what has not started counts as well. */
  const hasRoom = (isEarly: boolean): boolean => {
    const [share, limit] = [isEarly ? 0.5 : 1, limitNow()]
    const started = isOverload() ? inFlight.size : inFlight.size - queue.waiting()
    return inFlight.size < maxInFlight * share && started < limit * share
  }
  /** Why a request is refused now; null if it is admitted. */
  const reasonToRefuse = (isEarly: boolean, address: string): Reason | null => {
    if (waiting.size >= maxInFlight * 10 || (waitingOf.get(address) ?? 0) >= maxInFlight * 10 * shareOfAddress) return 'slow_clients'
    if (hasRoom(isEarly)) return null
    // Responses may be waiting for the client to read: Node has no event for that, so check only when full.
    for (const response of inFlight.keys()) if (response.writableEnded) suspend(response, 'client')
    if (hasRoom(isEarly)) return null
    return isEarly ? 'early_retry' : 'overload'
  }

  const count = (response: ServerResponse): void => {
    const began = performance.now()
    const alone = inFlight.size === 0
    inFlight.set(response, began)
    response.once('close', () => {
      queue.leave(response)
      if (inFlight.delete(response)) pace.answered(performance.now() - began, alone)
      else forget(response)
    })
  }
  /** Counts a request among those that wait for a slow client until its body has arrived. */
  const awaitBody = (request: IncomingMessage, response: ServerResponse): void => {
    if (!hasBody(request)) return
    // By then, a body that arrived with its headers is complete.
    process.nextTick(() => {
      if (!request.complete && suspend(response, 'client')) request.once('end', () => resume(response))
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
    // They are in the order of their resume times.
    for (const [socket, { since, at }] of held) {
      if (at > now && (idle < 1 || now - since < holdMs)) break
      idle -= 1
      held.delete(socket)
      tooEarly.add(socket)
      socket.resume()
      // After the next turn of the loop, everything that had arrived has been read.
      setImmediate(() => setImmediate(() => tooEarly.delete(socket)))
    }
    if (held.size > 0) setTimeout(resumeReads, resumeEveryMs).unref()
    else last = 0
  }

  return {
    admit(request, response, start, refuse) {
      const refuseFor = (reason: Reason): void => {
        const now = performance.now()
        shed[reason] += 1
        refusedAt = now
        // After Node has read past the body, for which it would resume reads.
        response.once('finish', () => setImmediate(() => pauseReads(request.socket)))
        refuse(Math.ceil((nextTurn(now) - now) / 1_000))
      }
      const reason = reasonToRefuse(tooEarly.has(request.socket), request.socket.remoteAddress ?? '')
      if (reason !== null) {
        refuseFor(reason)
        return
      }
      count(response)
      queue.enter(response, {
        start() {
          awaitBody(request, response)
          start()
        },
        refuse() {
          inFlight.delete(response)
          forget(response)
          refuseFor('overload')
        },
      })
    },
    arrivedAt: (response) => inFlight.get(response) ?? waiting.get(response)?.arrivedAt,
    async inLine(response, turn) {
      if (!suspend(response, 'line')) return turn
      try {
        return await turn
      } finally {
        resume(response)
      }
    },
    release: (response) => void inFlight.delete(response),
    counts() {
      const inLine = [...waiting.values()].filter(({ reason }) => reason === 'line').length
      const [waitingToStart, waitingForClients] = [queue.waiting(), waiting.size - inLine]
      return { served: inFlight.size - waitingToStart, waitingToStart, waitingInLine: inLine, waitingForClients, shed }
    },
  }
}

/** A request that is not worked on: it waits for a slow client, or in line for its turn. */
type Waiting = { reason: 'client' | 'line'; arrivedAt: number; address: string }

/** When reads on a connection were paused, and when they are resumed at the latest. */
type Turn = { since: number; at: number }

const hasBody = ({ headers }: IncomingMessage): boolean => headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0

const addressOf = ({ req }: ServerResponse): string => req.socket.remoteAddress ?? ''

/** Changes a count, and forgets those that are 0. */
function change(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by
  if (count === 0) counts.delete(key)
  else counts.set(key, count)
}
