import { once } from 'node:events'
import { IncomingMessage, ServerResponse, createServer } from 'node:http'
import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Express, Request, Response } from 'express'
import { parserProblem } from './edge.ts'
import { Problem, unavailable } from './problem.ts'
import { problemType } from './send.ts'

/** A server, and the way to bring it to an end. */
export type HttpServer = {
  server: Server
  /**
   * Takes no more connections, and ends those there are: at once where nothing is in flight on them for `quietly`
   * milliseconds, and all of them after `atMost`.
   */
  drain(quietly: number, atMost: number): Promise<void>
}

/**
 * An HTTP server for the app. Express gives every request and response another prototype, which costs V8 its inline caches;
 * here they are born with that prototype, so that there is nothing left to change.
 * @param maxInFlight how many requests may be worked on at once; more are refused before anything is done for them
 */
export function createHttpServer(app: Express, maxInFlight: number): HttpServer {
  let inFlight = 0
  let draining = false
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    if (draining) response.setHeader('Connection', 'close')
    // Probes have a lane of their own: a service that is busy is not dead.
    if (inFlight >= maxInFlight && !isProbe(request.url)) return shed(response)
    inFlight += 1
    response.once('close', () => (inFlight -= 1))
    app(request as Request, response as Response)
  }
  const server = createServer(
    {
      IncomingMessage: bornWith(IncomingMessage, app.request),
      ServerResponse: bornWith(ServerResponse, app.response),
      maxHeaderSize: 16_384,
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 2_000,
    },
    listener,
  )
  // What Node's parser refuses never becomes a request; it gets a problem document all the same.
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => refuseRaw(socket, parserProblem(error.code)))
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => refuseRaw(socket, noProxy()))
  server.on('checkExpectation', listener)
  return {
    server,
    async drain(quietly, atMost) {
      draining = true
      const closed = once(server, 'close')
      // Only the listening ends: http's own close would cut off those who are about to send on a connection they keep.
      NetServer.prototype.close.call(server)
      const quiet = setTimeout(() => server.closeIdleConnections(), quietly)
      const often = setInterval(() => {
        if (quietly === 0) server.closeIdleConnections()
      }, 50)
      const late = setTimeout(() => server.closeAllConnections(), atMost)
      await closed
      for (const timer of [quiet, often, late]) clearTimeout(timer)
    },
  }
}

const isProbe = (url = ''): boolean => url.startsWith('/health/')

const busy = unavailable('The service has more to do than it can. Nothing was changed; try again.')
const busyBody = JSON.stringify(busy.document('/'))

/** Refuses before authentication and before the body is read: what is spent on it is missing to those who are served. */
function shed(response: ServerResponse): void {
  response.writeHead(busy.status, { ...busy.headers, 'Content-Type': problemType, 'Content-Length': Buffer.byteLength(busyBody), 'Cache-Control': 'no-store' })
  response.end(busyBody)
}

const noProxy = (): Problem => new Problem('method-not-allowed', 'This is no proxy.', { headers: { Allow: 'GET, HEAD, OPTIONS' } })

/** A class whose instances have the given prototype from birth. */
function bornWith<Class extends typeof IncomingMessage | typeof ServerResponse>(base: Class, prototype: object): Class {
  function Born(...values: unknown[]): object {
    const born: unknown = Reflect.construct(base, values, Born)
    return born as object
  }
  Born.prototype = prototype
  return Born as unknown as Class // a constructor function is a class to Node, but not to the compiler
}

function refuseRaw(socket: Duplex, problem: Problem): void {
  if (!socket.writable || ('bytesWritten' in socket && hasAnswered(socket))) return void socket.destroy()
  const body = JSON.stringify(problem.document('/'))
  const { status } = problem
  const headers = {
    'Content-Type': problemType,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    Connection: 'close',
    ...problem.headers,
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${reasons[status] ?? 'Bad Request'}\r\n${lines.join('')}\r\n${body}`)
}

const reasons: Record<number, string> = { 405: 'Method Not Allowed', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' }

/** Whether an answer is on its way already, into which another must not be written. */
const hasAnswered = (socket: object): boolean => {
  const { _httpMessage: message } = socket as Socket & { _httpMessage?: ServerResponse } // Node's own note of whose turn it is
  return message?.headersSent === true
}
