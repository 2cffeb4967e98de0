import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Decides which requests are let in. */
export type LoadShedding = {
  /** Whether there is room for a request; if so, it is counted until its answer has been handed over. */
  tryAcquire(request: IncomingMessage, response: ServerResponse): boolean
  /** In how many seconds a client who is refused now will be listened to again. */
  retryAfter(): number
}

// In milliseconds: a little less than the second that Retry-After says at least, and how far apart clients are let back.
const hold = 900
const apart = 10
const longest = 30_000
// How many keep a processor and a database busy. For how long nobody has to have been refused for it to be calm again.
const steady = 32
const calm = 250
// How long the last one let in may have to wait, by what was answered at best: usually, after a siege, and beside one; and how many
// may be worked on in any case, as long as they are all there is.
const waits = { usual: 250, after: 30, siege: 6 }
const leastRoom = 256
// How many are let in beside a siege, as a multiple of what keeps the service busy; and never fewer than so many.
const spare = 2.5
const fewest = 4

/**
 * Lets in as many requests as can be worked off in a quarter of a second, and 256 in any case: clients who each wait for their
 * answer, however long they have to, are no overload. Beside a siege, with at least twice as many refused clients waiting outside
 * as keep the service busy, it lets in but what keeps it busy: as many as are answered while one is that has it to itself
 * (Little's law), and some to spare, as whoever came later would only wait for longer. The siege is over when nobody had to be
 * refused for a while, and most of those who were have been let back. Requests that wait for their clients, who dribble a body in
 * or do not read an answer, do not count as long as there are no more than ten times as many.
 *
 * Even to refuse takes time, which those who are served would miss. So nothing is read from a connection on which a request
 * was refused until its Retry-After is over: who asks again at once waits in its own socket, so that refusals are a hundred
 * a second however often they ask. Where there is little to do, they are let back as it is done, for nobody is to wait for a
 * service that is idle. What was sent meanwhile has waited longer than those who are served in good time, and is let in only
 * where half of the room is free.
 */
export function createLoadShedding(maxInFlight: number): LoadShedding {
  const inFlight = new Set<ServerResponse>()
  const onClients = new Set<ServerResponse>()
  const held = new Map<Socket, Turn>()
  const tooEarly = new WeakSet<Socket>()
  const few = Math.min(steady, Math.ceil(maxInFlight / 2))
  let last = 0
  const pace = createPace()
  let refusedAt: number | null = null

  /** How many there is room for. */
  const roomNow = (): number => {
    const isCalm = refusedAt !== null && performance.now() - refusedAt > calm
    // Those who are held would be the next burst.
    const isSiege = held.size >= few * 2
    if (isCalm && !isSiege) refusedAt = null
    if (refusedAt === null || !isSiege) return Math.min(maxInFlight, Math.max(leastRoom, pace.best() * waits.usual))
    const some = Math.min(maxInFlight, Math.max(few, pace.best() * waits.after))
    if (isCalm) return some
    const busy = Math.min(few, Math.ceil(pace.busy() * spare))
    return Math.min(some, Math.max(fewest, busy, pace.best() * waits.siege))
  }
  const isFull = (share: number): boolean => {
    if (onClients.size >= maxInFlight * 10) return true
    const room = roomNow() * share
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

  const nextTurn = (now: number): number => Math.max(now + hold, Math.min(last + apart, now + longest))

  const pauseReads = (socket: Socket): void => {
    if (socket.destroyed || held.has(socket)) return
    const now = performance.now()
    last = nextTurn(now)
    socket.pause()
    held.set(socket, { since: now, at: last })
    if (held.size === 1) setTimeout(resumeReads, apart).unref()
  }
  const resumeReads = (): void => {
    const now = performance.now()
    const room = roomNow()
    let idle = (refusedAt === null ? Math.min(few, room) : room) / 2 - inFlight.size
    // They are in the order of their turns.
    for (const [socket, { since, at }] of held) {
      if (at > now && (idle < 1 || now - since < hold)) break
      idle -= 1
      held.delete(socket)
      tooEarly.add(socket)
      socket.resume()
      // By the end of the next turn of the loop, all that had arrived has been read.
      setImmediate(() => setImmediate(() => tooEarly.delete(socket)))
    }
    if (held.size > 0) setTimeout(resumeReads, apart).unref()
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
