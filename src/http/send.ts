import type { ErrorRequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { ResponseValidationError } from '../contract/response-validator.ts'
import { codeOf, constraintOf, toProblem } from '../database/errors.ts'
import type { ApiResponse } from '../contract/response.ts'
import { eventStreamType } from '../contract/response.ts'
import type { EventStream } from '../execution/event-stream.ts'
import type { StreamedDocument } from '../execution/streamed-document.ts'
import { memberOf } from '../json.ts'
import { textOf } from '../contract/parameters.ts'
import { jsonOf } from './json-document.ts'
import { requestPath } from './target.ts'
import { zipOf } from './zip-document.ts'
import { securityHeaders } from './security-headers.ts'
import { requestContextOf } from './context.ts'
import type { RequestContext } from './context.ts'
import { Problem, internal, problemType } from '../problem.ts'
import type { ProblemDocument } from '../problem.ts'
import type { Validator } from '../contract/request-validator.ts'

const guarding = Object.entries(securityHeaders).flat()

/** Sends a response. Only the files of /docs, and redirects, are sent elsewhere. */
export function send(response: Response, { status, mediaType, body, headers }: ApiResponse): void {
  const all = requestContextOf(response).headers
  addHeaders(all, headers)
  // A client may cache a response with an ETag, and revalidates it each time.
  if ('ETag' in headers && status < 400) all['Cache-Control'] = 'private, no-cache'
  const isJson = mediaType?.endsWith('json') ?? false
  const text = mediaType === null ? '' : isJson ? JSON.stringify(body) : String(body)
  if (mediaType !== null) {
    all['Content-Type'] = isJson ? mediaType : `${mediaType}; charset=utf-8`
    all['Content-Length'] = String(Buffer.byteLength(text))
  }
  writeHead(response, status)
  response.end(text)
}

function writeHead(response: Response, status: number): void {
  const { headers } = requestContextOf(response)
  const flat = guarding.slice()
  for (const name in headers) flat.push(name, headers[name] ?? '')
  response.writeHead(status, flat)
}

/** Sends the events of a stream as they come, and waits while the client does not read. It ends with its session. */
export async function sendEvents(response: Response, { status, headers }: ApiResponse, stream: EventStream): Promise<void> {
  // A proxy must not wait for the end of the response, and after it nothing else is to come on the connection.
  const own = { 'Content-Type': eventStreamType, 'X-Accel-Buffering': 'no', 'Connection': 'close' }
  const { headers: all, caller } = requestContextOf(response)
  addHeaders(all, { ...headers, ...own })
  writeHead(response, status)
  try {
    if (response.req.method !== 'HEAD')
      for await (const item of stream) if (!response.closed) await writeWhenRead(response, textOfItem(item, caller?.userId ?? 0))
  } catch (error) {
    // What cannot be told any more is logged.
    if (!(error instanceof Problem) || error.status >= 500) throw error
  }
  response.end()
}

/**
 * Sends a document while it is read, and reads no further while the client does not. Without its end, a document is not valid in any of its
 * media types.
 * @throws what the reading throws; by then, nothing but the end of the connection can tell the client
 */
export async function sendDocument(response: Response, { status, mediaType, headers }: ApiResponse, document: StreamedDocument): Promise<void> {
  const context = requestContextOf(response)
  addHeaders(context.headers, headers)
  context.headers['Content-Type'] = mediaType ?? ''
  const started = performance.now()
  try {
    writeHead(response, status)
    if (response.req.method !== 'HEAD') {
      // An archive has nothing to send for a while.
      response.flushHeaders()
      for await (const chunk of mediaType === zipType ? zipOf(document.parts, context.operation?.streamed ?? '') : jsonOf(document.parts)) {
        if (response.closed) return
        context.streamedBytes += Buffer.byteLength(chunk)
        await writeWhenRead(response, chunk)
      }
    }
    response.end()
  } finally {
    document.close()
    // How long it took says how fast the client reads.
    context.idleMs += performance.now() - started
  }
}

const zipType = 'application/zip'

/** Sends a part of a body, and waits while the client does not read. */
async function writeWhenRead(response: Response, part: string | Buffer): Promise<void> {
  if (response.write(part)) return
  await new Promise<void>((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.on('drain', done).on('close', done)
  })
}

// After a restart, the clients of different users come back at different times.
const reconnectMs = (userId: number): number => 1_000 + ((userId * 397) % 4_000)

/** An item in the form of the HTML standard, section 9.2.6. */
function textOfItem(item: object | null, userId: number): string {
  if (item === null) return ':\n\n'
  const [id, event] = [textOf(memberOf(item, 'id')), memberOf(item, 'event')]
  if (event === undefined) return `retry: ${reconnectMs(userId)}\nid: ${id}\n\n`
  return `id: ${id}\nevent: ${textOf(event)}\ndata: ${JSON.stringify(memberOf(item, 'data'))}\n\n`
}

/** Adds the headers that have a value. */
export function addHeaders(headers: Record<string, string>, more: Readonly<Record<string, unknown>>): void {
  for (const name in more) {
    const value: unknown = more[name]
    if (typeof value === 'string') headers[name] = value
  }
}

/** Sets the headers of every response, for responses that `send` does not send. */
export function setUsualHeaders(response: Response): void {
  for (const [name, value] of Object.entries({ ...securityHeaders, ...requestContextOf(response).headers })) response.setHeader(name, value)
}

/** Sends a browser to another page. */
export function redirect(response: Response, location: string): void {
  setUsualHeaders(response)
  response.setHeader('Location', location)
  response.vary('Accept')
  response.statusCode = 303
  response.end()
}

/** Converts anything thrown into a problem document. The cause is logged, never sent. */
export type ErrorResponse = (error: unknown, trace: RequestContext, url: string) => ApiResponse & { body: ProblemDocument }

/** An error response that matches the contract, and is logged if the error is ours. */
export function createErrorResponse(validator: Validator, log: Logger): ErrorResponse {
  return (error, trace, url) => {
    const instance = requestPath(url)
    const problem = declared(toProblem(error), trace, validator, instance)
    if (problem.status >= 500) logFailure(log, trace, problem)
    return { status: problem.status, mediaType: problemType, body: problem.document(instance), headers: { ...problem.headers } }
  }
}

/** Sends the error response for anything thrown. */
export function errorHandler(refusalOf: ErrorResponse): ErrorRequestHandler {
  // Express recognizes error handlers by their four parameters.
  return (error: unknown, request, response, _next) => {
    const refusal = refusalOf(error, requestContextOf(response), request.url)
    if (response.headersSent) return void response.destroy()
    send(response, refusal)
  }
}

/** Error responses are checked against the contract as well; 5xx is always allowed. */
function declared(problem: Problem, { operation }: RequestContext, validator: Validator, instance: string): Problem {
  if (!operation || problem.status >= 500) return problem
  try {
    validator.answer(operation, { status: problem.status, mediaType: problemType, body: problem.document(instance), headers: {} })
    return problem
  } catch (error) {
    return internal(error)
  }
}

/** Logs the error without its message, which may contain a user's text. */
function logFailure(log: Logger, { requestId, tracing, operation }: RequestContext, { status, kind, cause }: Problem): void {
  const line = { requestId, ...tracing?.ids, operation: operation?.id, status, kind, code: codeOf(cause) }
  const name = cause instanceof Error ? cause.name : typeof cause
  if (status === 503) log.warn(line, 'unavailable')
  else if (cause instanceof ResponseValidationError) log.error({ ...line, fault: cause.message }, 'a response broke the contract')
  else log.error({ ...line, constraint: constraintOf(cause), name, stack: stackOf(cause) }, 'failed')
}

/** The stack of an error without its message, whose lines may look like stack lines. */
const stackOf = (error: unknown): string | undefined =>
  error instanceof Error
    ? error.stack
        ?.replace(error.message, '')
        .split('\n')
        .filter((line) => line.startsWith('    at '))
        .join('\n')
    : undefined
