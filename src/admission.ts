import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Whether there is room for a request; if so, it is counted until its answer has been handed over. */
export type Admission = (request: IncomingMessage, response: ServerResponse) => boolean

type Load = { inFlight: number; arriving: number }

/** How long a refused client is not listened to, in milliseconds: as long as its Retry-After asks it to wait. */
const holdFor = 1_000

/**
 * Lets in as many requests as may be worked on at once. Those whose bodies are still on their way do not count as long as
 * there are no more than ten times as many.
 *
 * Even to refuse takes time, which those who are served would miss: nothing is read from a connection for a while after a
 * refusal, so that who asks again at once waits in its own socket. What was sent meanwhile has waited long enough to spoil
 * the time of those who are admitted, so it is refused too, unless half of the room is free by then.
 */
export function createAdmission(maxInFlight: number): Admission {
  const load: Load = { inFlight: 0, arriving: 0 }
  const waited = new WeakSet<Socket>()
  return (request, response) => {
    const room = waited.has(request.socket) ? maxInFlight / 2 : maxInFlight
    if (load.inFlight < room && load.arriving < maxInFlight * 10) {
      count(load, request, response)
      return true
    }
    response.once('finish', () => hold(request.socket, waited))
    return false
  }
}

function hold(socket: Socket, waited: WeakSet<Socket>): void {
  socket.pause()
  setTimeout(() => {
    waited.add(socket)
    socket.resume()
    // By the end of the next turn of the loop, all that had arrived has been read.
    setImmediate(() => setImmediate(() => waited.delete(socket)))
  }, holdFor).unref()
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
