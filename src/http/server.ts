import { once } from 'node:events'
import { IncomingMessage, STATUS_CODES, ServerResponse, createServer } from 'node:http'
import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import type { Express, Request, Response } from 'express'
import type { Logger } from 'pino'
import { createLoadShedding } from './load-shedding.ts'
import { parserProblem, pathOf } from './edge.ts'
import { securityHeaders, noStore } from './observe.ts'
import { Problem, internal, malformedRequest, problemType, unavailable } from '../problem.ts'
import { serializePipelinedRequests } from './pipelining.ts'

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
export function createHttpServer(app: Express, maxInFlight: number, log: Logger): HttpServer {
  const { tryAcquire, retryAfter } = createLoadShedding(maxInFlight)
  let draining = false
  const listener = serializePipelinedRequests((request, response) => {
    if (draining) response.setHeader('Connection', 'close')
    // Probes have a lane of their own: a service that is busy is not dead.
    if (!isProbe(request.url) && !tryAcquire(request, response)) return refuseBusy(response, retryAfter())
    app(request as Request, response as Response, (error: unknown) => {
      // Express has no route for a target that it cannot take apart, such as http://[/: its own page must not go out.
      const problem = error === undefined ? malformedRequest('The request target is not a URL.') : internal(error)
      if (problem.status >= 500) log.error({ status: problem.status, name: error instanceof Error ? error.name : typeof error }, 'failed')
      refuseEarly(response, problem, pathOf(request.url ?? '/'))
    })
  })
  const server = createServer(
    {
      ...bornFor(app),
      maxHeaderSize: 16_384,
      // Looked at by the app, as Node would refuse with an empty body.
      requireHostHeader: false,
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 2_000,
    },
    listener,
  )
  // Whoever does not read the answer is let go; what is kept for them is taken from others.
  server.setTimeout(30_000)
  // What Node's parser refuses never becomes a request; it gets a problem document all the same.
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => refuseRaw(socket, parserProblem(error.code)))
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    // It is ours alone from here on, and an error that nobody listens for would end the process.
    socket.on('error', () => socket.destroy())
    refuseRaw(socket, noProxy())
  })
  server.on('checkExpectation', listener)
  return {
    server,
    async drain(quietly, atMost) {
      draining = true
      const closed = once(server, 'close')
      await fetchTaken(server)
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

// As many as the system takes on our behalf.
const backlog = 511

/** Fetches the connections that the system has taken already, one in each turn of the loop: it would reset them. */
async function fetchTaken(server: Server): Promise<void> {
  let without = 0
  const fetched = (): void => void (without = 0)
  server.on('connection', fetched)
  // In the turn that goes on, the listening may have been looked at before; the next is a whole one.
  for (let turns = 0; without < 2 && turns < backlog; turns += 1) {
    without += 1
    await turn()
  }
  server.off('connection', fetched)
}

const isProbe = (url = ''): boolean => url.startsWith('/health/')

const busy = unavailable('The service has more to do than it can. Nothing was changed; try again.')

const busyBody = JSON.stringify(busy.document('/'))
const busyHeaders = Object.entries(headersOf(busy, busyBody)).flatMap(([name, value]) => (name === 'Retry-After' ? [] : [name, String(value)]))

/** Refuses for as little as it can: what is spent on it is missing to those who are served. */
function refuseBusy(response: ServerResponse, retryAfter: number): void {
  response.writeHead(busy.status, [...busyHeaders, 'Retry-After', String(retryAfter)])
  response.end(busyBody)
}

/** Refuses before the app sees it, or where it could not. */
function refuseEarly(response: ServerResponse, problem: Problem, instance: string): void {
  if (response.headersSent) return void response.destroy()
  const body = JSON.stringify(problem.document(instance))
  response.writeHead(problem.status, headersOf(problem, body))
  response.end(body)
}

function headersOf(problem: Problem, body: string): Record<string, string | number> {
  return { ...securityHeaders, 'Cache-Control': noStore, ...problem.headers, 'Content-Type': problemType, 'Content-Length': Buffer.byteLength(body) }
}

const noProxy = (): Problem => new Problem('method-not-allowed', 'This is no proxy.', { headers: { Allow: 'GET, HEAD, OPTIONS' } })

/**
 * Classes for what an app is given, whose instances are born with the prototypes that it would give them. Derived classes, as
 * V8 leaves room in their instances for the properties that Node's own constructors add; without it, it soon takes an object
 * for a dictionary, in which everything is looked up.
 */
function bornFor(app: Express): { IncomingMessage: typeof IncomingMessage; ServerResponse: typeof ServerResponse } {
  class Asked extends IncomingMessage {}
  class Answered<Asking extends IncomingMessage> extends ServerResponse<Asking> {}
  Object.setPrototypeOf(Asked.prototype, app.request)
  Object.setPrototypeOf(Answered.prototype, app.response)
  app.request = Asked.prototype as Request // which it is by its prototype
  app.response = Answered.prototype as Response // likewise
  return { IncomingMessage: Asked, ServerResponse: Answered }
}

/** Answers where there is no response to write to, and ends the connection: nothing that follows can be told apart. */
function refuseRaw(socket: Duplex, problem: Problem): void {
  const current = currentAnswer(socket)
  // The fault is in what came after a request that is still being answered: its own answer goes first.
  if (current?.req.complete && !current.writableFinished) return void current.once('finish', () => refuseRaw(socket, problem))
  if (!socket.writable || current?.headersSent) return void socket.destroy()
  const body = JSON.stringify(problem.document('/'))
  const { status } = problem
  const lines = Object.entries({ ...headersOf(problem, body), Connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`)
  // A client may never end its side; one that is still sending is given the time to read first.
  setTimeout(() => socket.destroy(), lingering).unref()
}

const lingering = 1_000

/** The answer whose turn it is on a connection. */
const currentAnswer = (socket: Duplex): ServerResponse | null =>
  (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage ?? null // Node's own note
