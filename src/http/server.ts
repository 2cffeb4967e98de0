import { once } from 'node:events'
import { IncomingMessage, STATUS_CODES, ServerResponse, createServer } from 'node:http'
import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import type { Express, Request, Response } from 'express'
import type { Logger } from 'pino'
import type { LoadShedding } from './load-shedding.ts'
import { rpcErrorOf } from './json-rpc.ts'
import { requestPath } from './target.ts'
import { securityHeaders, noStore } from './security-headers.ts'
import { statementsOfWrite } from '../execution/execute.ts'
import { Problem, internal, malformedRequest, problemType, requestTimeout, unavailable } from '../problem.ts'
import { serializePipelinedRequests } from './pipelining.ts'
import { boundUnread, unreadSettings } from './unread.ts'

/** A server, and how to stop it. */
export type HttpServer = {
  server: Server
  /**
   * Accepts no more connections and closes existing ones: idle ones after `quietly` milliseconds, and all of them after
   * `atMost`.
   */
  drain(quietly: number, atMost: number): Promise<void>
}

/**
 * An HTTP server for the app. Express gives every request and response another prototype, which costs V8 its inline caches;
 * here they are created with that prototype, so that nothing is left to change.
 * @param loadShedding decides which requests are refused before any work is done for them, and when the others start
 * @param writeTimeoutMs the longest that a statement of a write may take, of which a write takes several
 */
export function createHttpServer(app: Express, { admit }: Pick<LoadShedding, 'admit'>, writeTimeoutMs: number, log: Logger): HttpServer {
  let draining = false
  const listener = serializePipelinedRequests((request, response) => {
    if (draining) response.setHeader('Connection', 'close')
    // Probes bypass load shedding: an overloaded service is not dead.
    if (isProbe(request.url)) return serve(request, response)
    const refuse = (retryAfter: number): void => refuseBusy(request.url, response, retryAfter)
    admit(request, response, () => serve(request, response), refuse)
  })
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    app(request as Request, response as Response, (error: unknown) => {
      // Express cannot parse some targets, such as http://[/: its own error page must not be sent.
      const problem = error === undefined ? malformedRequest('The request target is not a URL.') : internal(error)
      if (problem.status >= 500) log.error({ status: problem.status, name: error instanceof Error ? error.name : typeof error }, 'failed')
      refuseEarly(response, problem, requestPath(request.url ?? '/'))
    })
  }
  const server = createServer(
    {
      ...bornFor(app),
      maxHeaderSize: 16_384,
      // Checked by the app, as Node would send an empty body.
      requireHostHeader: false,
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 2_000,
    },
    listener,
  )
  // Close connections whose client does not read: their buffers are taken from other clients. A write ends before that, with its last
  // statement and its commit.
  server.setTimeout(Math.max(30_000, (statementsOfWrite + 2) * writeTimeoutMs))
  boundUnread(server, unreadSettings)
  // Requests that Node's parser rejects get a problem document as well.
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => refuseRaw(socket, parserProblem(error.code)))
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    // The socket is ours from here on, and an error without a listener would end the process.
    socket.on('error', () => socket.destroy())
    refuseRaw(socket, noProxy())
  })
  // The app refuses unknown expectations, and asks for a body only once it wants it.
  server.on('checkExpectation', listener)
  server.on('checkContinue', listener)
  return {
    server,
    async drain(quietly, atMost) {
      draining = true
      const closed = once(server, 'close')
      await fetchTaken(server)
      // Stop listening only: http's own close would cut off clients that are about to send on a kept-alive connection.
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

// The backlog of the system.
const backlog = 511

/** Accepts the connections in the system's backlog, one in each turn of the loop: the system would reset them. */
async function fetchTaken(server: Server): Promise<void> {
  let without = 0
  const fetched = (): void => void (without = 0)
  server.on('connection', fetched)
  // The current turn may have polled the listener already; the next turn is complete.
  for (let turns = 0; without < 2 && turns < backlog; turns += 1) {
    without += 1
    await turn()
  }
  server.off('connection', fetched)
}

const isProbe = (url = ''): boolean => url === '/health/live' || url === '/health/ready'

const busy = unavailable('The service is overloaded. Nothing was changed; try again.')

/** What a busy service sends, made once. */
function refusalOf(document: object, type: string): { body: string; headers: string[] } {
  const body = JSON.stringify(document)
  const all: Record<string, string | number> = { ...headersOf(busy, body), 'Content-Type': type }
  return { body, headers: Object.entries(all).flatMap(([name, value]) => (name === 'Retry-After' ? [] : [name, String(value)])) }
}

const busyRefusal = refusalOf(busy.document('/'), problemType)
// Clients of the tools understand JSON-RPC alone.
const busyTools = refusalOf(rpcErrorOf(busy.document('/mcp')), 'application/json')

/** Refuses a request as cheaply as possible: its cost is taken from admitted requests. */
function refuseBusy(url: string | undefined, response: ServerResponse, retryAfter: number): void {
  const { body, headers } = url === '/mcp' || url?.startsWith('/mcp?') ? busyTools : busyRefusal
  response.writeHead(busy.status, [...headers, 'Retry-After', String(retryAfter)])
  response.end(body)
}

/** Sends an error response without the app. */
function refuseEarly(response: ServerResponse, problem: Problem, instance: string): void {
  if (response.headersSent) return void response.destroy()
  const body = JSON.stringify(problem.document(instance))
  response.writeHead(problem.status, headersOf(problem, body))
  response.end(body)
}

function headersOf(problem: Problem, body: string): Record<string, string | number> {
  return { ...securityHeaders, 'Cache-Control': noStore, ...problem.headers, 'Content-Type': problemType, 'Content-Length': Buffer.byteLength(body) }
}

const noProxy = (): Problem => new Problem('method-not-allowed', 'CONNECT is not supported.', { headers: { Allow: 'GET, HEAD, OPTIONS' } })

/**
 * Request and response classes whose instances are created with the prototypes that the app would set. They are derived classes
 * because V8 then reserves space for the properties that Node's constructors add. Otherwise it soon turns the object into a
 * dictionary, which is slow.
 */
function bornFor(app: Express): { IncomingMessage: typeof IncomingMessage; ServerResponse: typeof ServerResponse } {
  class Asked extends IncomingMessage {}
  class Answered<Asking extends IncomingMessage> extends ServerResponse<Asking> {}
  Object.setPrototypeOf(Asked.prototype, app.request)
  Object.setPrototypeOf(Answered.prototype, app.response)
  app.request = Asked.prototype as Request // which it is by its prototype
  app.response = Answered.prototype as Response // the same
  return { IncomingMessage: Asked, ServerResponse: Answered }
}

/** Responds on the raw socket and closes the connection, as request boundaries are lost. */
function refuseRaw(socket: Duplex, problem: Problem): void {
  const current = currentAnswer(socket)
  // The invalid data follows a request in progress, whose response goes first.
  if (current?.req.complete && !current.writableFinished) return void current.once('finish', () => refuseRaw(socket, problem))
  if (!socket.writable || current?.headersSent) return void socket.destroy()
  const body = JSON.stringify(problem.document('/'))
  const { status } = problem
  const lines = Object.entries({ ...headersOf(problem, body), Connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`)
  // A client may never end its side; give one that is still sending time to read.
  setTimeout(() => socket.destroy(), lingering).unref()
}

const lingering = 1_000

/** The current response of a connection. */
const currentAnswer = (socket: Duplex): ServerResponse | null => (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage ?? null // Node's own property

/** 400 for an error of Node's parser, or a more specific status. */
function parserProblem(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem('headers-too-large', 'The request line and headers can have at most 16384 bytes.')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return requestTimeout()
  return malformedRequest('This is not a well-formed HTTP/1.1 request.')
}
