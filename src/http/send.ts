import type { ErrorRequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { ResponseValidationError } from '../contract/response-validator.ts'
import { codeOf, toProblem } from '../database/errors.ts'
import type { ApiResponse } from '../contract/response.ts'
import { pathOf } from './edge.ts'
import { securityHeaders, requestContextOf } from './observe.ts'
import type { RequestContext } from './observe.ts'
import { Problem, internal, problemType } from '../problem.ts'
import type { Validator } from '../contract/request-validator.ts'

const guarding = Object.entries(securityHeaders).flat()

/** Sends an answer. This is the one place where anything is written but the pages of /docs. */
export function send(response: Response, { status, mediaType, body, headers }: ApiResponse): void {
  const all = requestContextOf(response).headers
  addHeaders(all, headers)
  // What has a version may be kept by its client, who asks each time whether it is still so.
  if ('ETag' in headers && status < 400) all['Cache-Control'] = 'private, no-cache'
  const isJson = mediaType?.endsWith('json') ?? false
  const text = mediaType === null ? '' : isJson ? JSON.stringify(body) : String(body)
  if (mediaType !== null) {
    all['Content-Type'] = isJson ? mediaType : `${mediaType}; charset=utf-8`
    all['Content-Length'] = String(Buffer.byteLength(text))
  }
  const flat = guarding.slice()
  for (const name in all) flat.push(name, all[name] ?? '')
  response.writeHead(status, flat)
  response.end(text)
}

/** Adds the headers that have a value. */
export function addHeaders(headers: Record<string, string>, more: Readonly<Record<string, unknown>>): void {
  for (const name in more) {
    const value: unknown = more[name]
    if (typeof value === 'string') headers[name] = value
  }
}

/** For what is not sent by `send`: sets the headers that every answer has. */
export function setUsualHeaders(response: Response): void {
  for (const [name, value] of Object.entries({ ...securityHeaders, ...requestContextOf(response).headers })) response.setHeader(name, value)
}

/** Sends a page of our own making, whose style stands within it and which loads nothing. */
export function sendPage(response: Response, html: string): void {
  setUsualHeaders(response)
  response.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'")
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Content-Length', Buffer.byteLength(html))
  response.end(html)
}

/** Makes a problem document of whatever was thrown at a request for a URL. Its cause goes into the log, never into the answer. */
export type ErrorResponse = (error: unknown, trace: RequestContext, url: string) => ApiResponse

/** A refusal that keeps to the contract, and is logged where the fault is ours. */
export function createErrorResponse(validator: Validator, log: Logger): ErrorResponse {
  return (error, trace, url) => {
    const instance = pathOf(url)
    const problem = declared(toProblem(error), trace, validator, instance)
    if (problem.status >= 500) logFailure(log, trace, problem)
    return { status: problem.status, mediaType: problemType, body: problem.document(instance), headers: { ...problem.headers } }
  }
}

/** Sends the refusal of whatever was thrown. */
export function errorHandler(refusalOf: ErrorResponse): ErrorRequestHandler {
  // Express tells error handlers by their four parameters.
  return (error: unknown, request, response, _next) => {
    const refusal = refusalOf(error, requestContextOf(response), request.url)
    if (response.headersSent) return void response.destroy()
    send(response, refusal)
  }
}

/** A refusal is an answer too, and held to the contract; 5xx may always be given. */
function declared(problem: Problem, { operation }: RequestContext, validator: Validator, instance: string): Problem {
  if (!operation || problem.status >= 500) return problem
  try {
    validator.answer(operation, { status: problem.status, mediaType: problemType, body: problem.document(instance), headers: {} })
    return problem
  } catch (error) {
    return internal(error)
  }
}

/** Names the fault without quoting it: the words of an error may be a user's. */
function logFailure(log: Logger, { requestId, operation }: RequestContext, { status, kind, cause }: Problem): void {
  const line = { requestId, operation: operation?.id, status, kind, code: codeOf(cause) }
  const name = cause instanceof Error ? cause.name : typeof cause
  if (status === 503) log.warn(line, 'unavailable')
  else if (cause instanceof ResponseValidationError) log.error({ ...line, fault: cause.message }, 'an answer broke the contract')
  else log.error({ ...line, name, stack: stackOf(cause) }, 'failed')
}

/** Where an error came from, without its message, whose lines may look like those of a stack. */
const stackOf = (error: unknown): string | undefined =>
  error instanceof Error
    ? error.stack?.replace(error.message, '').split('\n').filter((line) => line.startsWith('    at ')).join('\n')
    : undefined
