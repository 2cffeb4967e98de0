import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

type Listener = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Serves one request at a time on a connection. A pipelined request (RFC 9112 section 9.3.2) starts when the previous response has
 * been sent, and nothing more is read until all waiting requests have started. So a connection uses one slot however much it
 * sends. When it closes, no request has started whose end Node would not report.
 */
export function serializePipelinedRequests(listener: Listener): Listener {
  const waiting = new WeakMap<Socket, number>()
  return (request, response) => {
    // Node assigns the socket to a response when it is its turn.
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
