import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Why a request was refused: the limit, the bound on slow clients, or a retry before its Retry-After while half of the limit is used. */
type Reason = 'overload' | 'slow_clients' | 'early_retry'

/** The requests in flight, those of them that wait for a slow client, and those refused since the start. */
export type LoadCounts = { served: number; waitingForClients: number; shed: Readonly<Record<Reason, number>> }

/** Decides which requests are admitted. */
export type LoadShedding = {
  /** Admits a request if the limit allows it, and counts it until its response has been sent. */
  tryAcquire(request: IncomingMessage, response: ServerResponse): boolean
  /** Counts a request no longer: it waits for something to happen, which takes nothing from others. */
  release(response: ServerResponse): void
  /** The seconds until reads are resumed on a connection that is refused now. */
  retryAfter(): number
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
// Requests that are always admitted unless there is an overload.
const leastLimit = 256
// During an overload: the multiple of what keeps the service busy, and the minimum.
const overloadGain = 2.5
const leastDuringOverload = 4
// Of the places for slow clients, what those of one address may take: a proxy has one address for all.
const shareOfAddress = 0.75

/**
 * Load shedding by a concurrency limit. Normally the limit is what can be served in a quarter of a second, and at least 256: clients
 * that each wait for their response, however long, are not an overload.
 *
 * In a sustained overload, at least twice as many refused clients are waiting as keep the service busy. The limit is then its
 * throughput times the latency of a request on an idle service (Little's law), with a gain: a longer queue would only add
 * latency. The overload ends when no request was refused for a while and most refused clients have been resumed. Requests that
 * wait for slow clients, which send a body or read a response byte by byte, count separately, up to ten times the maximum.
 *
 * Refusing costs time as well. So reads are paused on a connection whose request was refused until its Retry-After is over: a
 * client that retries at once waits in its own socket, and at most a hundred requests a second are refused. Under little load,
 * reads are resumed earlier. A request that such a client sent meanwhile is stale, and is admitted only while half of the limit is free.
 */
export function createLoadShedding(maxInFlight: number): LoadShedding {
  const inFlight = new Set<ServerResponse>()
  // With the address of each, which a closed socket no longer tells.
  const onClients = new Map<ServerResponse, string>()
  const clientsOf = new Map<string, number>()
  const held = new Map<Socket, Turn>()
  const tooEarly = new WeakSet<Socket>()
  const busyLimit = Math.min(busyConcurrency, Math.ceil(maxInFlight / 2))
  let last = 0
  const pace = createPace()
  let refusedAt: number | null = null
  const shed: Record<Reason, number> = { overload: 0, slow_clients: 0, early_retry: 0 }

  /** The current limit of requests in flight. */
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
  /** Moves a response among those that wait for slow clients, and back. @returns whether it was where it was moved from */
  const waitForClient = (response: ServerResponse): boolean => {
    if (!inFlight.delete(response)) return false
    const address = addressOf(response)
    onClients.set(response, address)
    change(clientsOf, address, 1)
    return true
  }
  const clientIsDone = (response: ServerResponse): boolean => {
    const address = onClients.get(response)
    if (address === undefined) return false
    change(clientsOf, address, -1)
    return onClients.delete(response)
  }

  /** Why a request is refused now; null if it is admitted. */
  const reasonToRefuse = (isEarly: boolean, address: string): Reason | null => {
    if (onClients.size >= maxInFlight * 10 || (clientsOf.get(address) ?? 0) >= maxInFlight * 10 * shareOfAddress) return 'slow_clients'
    const room = limitNow() * (isEarly ? 0.5 : 1)
    if (inFlight.size < room) return null
    // Responses may be waiting for the client to read: Node has no event for that, so check only when full.
    for (const response of inFlight) if (response.writableEnded) waitForClient(response)
    if (inFlight.size < room) return null
    return isEarly ? 'early_retry' : 'overload'
  }

  const count = (request: IncomingMessage, response: ServerResponse): void => {
    const began = performance.now()
    const alone = inFlight.size === 0
    inFlight.add(response)
    response.once('close', () => {
      if (inFlight.delete(response)) pace.answered(performance.now() - began, alone)
      else clientIsDone(response)
    })
    if (!hasBody(request)) return
    // By then, a body that arrived with its headers is complete.
    process.nextTick(() => {
      if (request.complete || !waitForClient(response)) return
      request.once('end', () => {
        if (clientIsDone(response)) inFlight.add(response)
      })
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
    tryAcquire(request, response) {
      const reason = reasonToRefuse(tooEarly.has(request.socket), request.socket.remoteAddress ?? '')
      if (reason !== null) {
        shed[reason] += 1
        refusedAt = performance.now()
        // After Node has read past the body, for which it would resume reads.
        response.once('finish', () => setImmediate(() => pauseReads(request.socket)))
      } else count(request, response)
      return reason === null
    },
    release: (response) => void inFlight.delete(response),
    retryAfter() {
      const now = performance.now()
      return Math.ceil((nextTurn(now) - now) / 1_000)
    },
    counts: () => ({ served: inFlight.size, waitingForClients: onClients.size, shed }),
  }
}

/** When reads on a connection were paused, and when they are resumed at the latest. */
type Turn = { since: number; at: number }

type Pace = {
  /** Records a response and its latency in milliseconds; `alone` if the service was idle when the request arrived. */
  answered(took: number, alone: boolean): void
  /** The number of concurrent requests that keep the service busy. */
  busy(): number
  /** The best throughput, in responses per millisecond. */
  best(): number
}

/** Measures the latency of an idle service, and the throughput. */
function createPace(): Pace {
  const window = 500
  const forget = 0.5 ** (window / 60_000)
  let alone: number | null = null
  let [since, count, perMillisecond, best] = [performance.now(), 0, 0, 0]
  return {
    answered(took, wasAlone) {
      // A moving average: it forgets what is a thousand responses old.
      if (wasAlone) alone = alone === null ? took : alone + (took - alone) / 100
      count += 1
      const now = performance.now()
      if (now - since < window) return
      perMillisecond = count / (now - since)
      // The best value of a minute ago counts half.
      best = Math.max(best * forget, perMillisecond)
      since = now
      count = 0
    },
    busy: () => (alone === null ? Infinity : alone * perMillisecond),
    best: () => best,
  }
}

const hasBody = ({ headers }: IncomingMessage): boolean => headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0

const addressOf = ({ req }: ServerResponse): string => req.socket.remoteAddress ?? ''

/** Changes a count, and forgets those that are 0. */
function change(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by
  if (count === 0) counts.delete(key)
  else counts.set(key, count)
}
