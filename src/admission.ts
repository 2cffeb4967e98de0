import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Decides which requests are let in. */
export type Admission = {
  /** Whether there is room for a request; if so, it is counted until its answer has been handed over. */
  admits(request: IncomingMessage, response: ServerResponse): boolean
  /** In how many seconds a client who is refused now will be listened to again. */
  retryAfter(): number
}

type Load = { inFlight: number; arriving: number }

// In milliseconds: a little less than the second that Retry-After says at least, and how far apart clients are let back.
const hold = 900
const apart = 10
const longest = 30_000

/**
 * Lets in as many requests as may be worked on at once. Those whose bodies are still on their way do not count as long as
 * there are no more than ten times as many.
 *
 * Even to refuse takes time, which those who are served would miss. So nothing is read from a connection on which a request
 * was refused until its Retry-After is over: who asks again at once waits in its own socket, so that refusals are a hundred
 * a second however often they ask. What was sent meanwhile has waited longer than those who are served in good time, and is
 * let in only where half of the room is free.
 */
export function createAdmission(maxInFlight: number): Admission {
  const load: Load = { inFlight: 0, arriving: 0 }
  const held = new Map<Socket, number>()
  const tooEarly = new WeakSet<Socket>()
  let last = 0

  const nextTurn = (now: number): number =>
    Math.max(now + hold, Math.min(last + apart, now + longest))

  const keepOut = (socket: Socket): void => {
    if (socket.destroyed || held.has(socket)) return
    last = nextTurn(performance.now())
    socket.pause()
    held.set(socket, last)
    if (held.size === 1) setTimeout(letBack, apart).unref()
  }
  const letBack = (): void => {
    const now = performance.now()
    // They are in the order of their turns.
    for (const [socket, turn] of held) {
      if (turn > now) break
      held.delete(socket)
      tooEarly.add(socket)
      socket.resume()
      // By the end of the next turn of the loop, all that had arrived has been read.
      setImmediate(() => setImmediate(() => tooEarly.delete(socket)))
    }
    if (held.size > 0) setTimeout(letBack, apart).unref()
  }

  return {
    admits(request, response) {
      const room = tooEarly.has(request.socket) ? maxInFlight / 2 : maxInFlight
      if (load.inFlight < room && load.arriving < maxInFlight * 10) {
        count(load, request, response)
        return true
      }
      // Once Node has read past the body, for which it would listen again.
      response.once('finish', () => setImmediate(() => keepOut(request.socket)))
      return false
    },
    retryAfter() {
      const now = performance.now()
      return Math.ceil((nextTurn(now) - now) / 1_000)
    },
  }
}

/**
 * Counts a request while it is worked on. Nothing is done for one whose client dribbles its body in, or is slow to read the
 * answer, so that those take no one's place.
 */
function count(load: Load, request: IncomingMessage, response: ServerResponse): void {
  let place: keyof Load | null = null
  const move = (to: keyof Load | null): void => {
    if (place) load[place] -= 1
    if (to) load[to] += 1
    place = to
  }
  move('inFlight')
  // By then, a body that came in one go with its headers is there.
  process.nextTick(() => {
    if (request.complete || !place) return
    move('arriving')
    request.once('end', () => place && move('inFlight'))
  })
  const done = (): void => move(null)
  response.once('prefinish', done).once('close', done)
}
