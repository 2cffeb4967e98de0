import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

type Listener = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Serves one request at a time on a connection. One that was sent without waiting for the answer to the last (pipelined, RFC
 * 9112 section 9.3.2) begins when that has been sent, and nothing more is read until all that wait have begun: so a
 * connection takes one place however much is sent on it, and when it goes away there is nothing begun whose end Node would
 * not tell of.
 */
export function serializePipelinedRequests(listener: Listener): Listener {
  const waiting = new WeakMap<Socket, number>()
  return (request, response) => {
    // Node gives an answer its socket when its turn has come.
    if (response.socket) return listener(request, response)
    const { socket } = request
    waiting.set(socket, (waiting.get(socket) ?? 0) + 1)
    socket.pause()
    response.once('socket', () => {
      const left = (waiting.get(socket) ?? 1) - 1
      waiting.set(socket, left)
      if (left === 0) socket.resume()
      listener(request, response)
    })
  }
}
