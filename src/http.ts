import { IncomingMessage, ServerResponse, createServer } from 'node:http'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Express } from 'express'
import { parserProblem } from './edge.ts'
import { Problem } from './problem.ts'
import { problemType } from './send.ts'

/**
 * An HTTP server for the app. Express gives every request and response another prototype, which costs V8 its inline caches;
 * here they are born with that prototype, so that there is nothing left to change.
 */
export function createHttpServer(app: Express): Server {
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
    app,
  )
  // What Node's parser refuses never becomes a request; it gets a problem document all the same.
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => refuseRaw(socket, parserProblem(error.code)))
  server.on('connect', (_request: IncomingMessage, socket: Duplex) =>
    refuseRaw(socket, new Problem('method-not-allowed', 'This is no proxy.', { headers: { Allow: 'GET, HEAD, OPTIONS' } })),
  )
  server.on('checkExpectation', app)
  return server
}

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
