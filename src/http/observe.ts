import { randomUUID } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import type { OperationFacts } from '../contract/contract.ts'
import { saneRequestId } from './edge.ts'
import { createNote } from '../observability/log.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { Caller } from '../identity/caller.ts'

/** What is known of a request by the time it is answered. */
export type RequestContext = {
  requestId: string
  operation: OperationFacts | null
  caller: Caller | null
  /** The headers that its answer will have beside the guards, whatever it is: together they are written sooner than one by one. */
  headers: Record<string, string>
}

declare global {
  // How Express lets others add to its responses.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Response {
      /** On the answer itself, so that nothing has to be looked up by it. */
      trace?: RequestContext
    }
  }
}

/** Of the answer at hand; every request is given one before anything else is done with it. */
export function requestContextOf({ trace }: Response): RequestContext {
  if (!trace) throw new Error('the request was not observed')
  return trace
}

/** The headers of every answer that are always the same: they keep browsers from guessing. */
export const securityHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
}

/** What an answer says of keeping it, unless it has something else to say. */
export const noStore = 'no-store'

/**
 * Counts an answer and writes its line in the log.
 * @param started when the request came, by the process's clock
 * @param received whether its client took it
 */
export type Recorder = (trace: RequestContext, status: number, started: number, received: boolean) => void

/** A recorder in the metrics and the log. */
export function createRecorder(metrics: Metrics, log: Logger): Recorder {
  const note = createNote(log)
  return (trace, status, started, received) => {
    const ms = performance.now() - started
    const operation = trace.operation?.id ?? 'none'
    metrics.observe(operation, status, ms / 1000)
    const line = { requestId: trace.requestId, operation, user: trace.caller?.userId, status, ms: Math.round(ms * 100) / 100 }
    if (received) note(line, 'answered')
    else log.warn(line, 'the client went away')
  }
}

/**
 * Gives every request an id, its client's own if that is a sane one, and every answer the headers that keep browsers from
 * guessing; records the answer.
 * @param version the contract's, which every answer tells
 */
export function accessLog(record: Recorder, version: string): RequestHandler {
  return (request, response, next) => {
    const started = performance.now()
    const requestId = saneRequestId(request.headers['x-request-id']) ?? randomUUID()
    const trace: RequestContext = { requestId, operation: null, caller: null, headers: { 'X-Request-Id': requestId, 'API-Version': version, 'Cache-Control': noStore } }
    response.trace = trace
    response.on('close', () => record(trace, response.statusCode, started, response.writableFinished))
    next()
  }
}
