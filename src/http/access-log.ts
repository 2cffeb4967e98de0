import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { OperationFacts } from '../contract/contract.ts'
import { eventStreamType } from '../contract/response.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { Tracing } from '../observability/trace.ts'
import { startContext } from './context.ts'
import type { RequestContext } from './context.ts'
import { saneRequestId } from './headers.ts'
import type { LoggablePath } from './loggable-path.ts'
import type { LoadShedding } from './load-shedding.ts'
import type { Limits } from './rate-limits.ts'
import { noStore } from './security-headers.ts'

/**
 * Counts a response, charges it to the limit of its user, and logs it.
 * @param started when the request arrived, by the process's clock
 * @param received whether the client received it
 */
export type Recorder = (trace: RequestContext, status: number, started: number, received: boolean) => void

/** A recorder in the metrics, the limits and the log. */
export function createRecorder(metrics: Metrics, limits: Limits, log: Logger, pathOf: LoggablePath): Recorder {
  return (trace, status, started, received) => {
    const ms = performance.now() - started - trace.idleMs
    const operation = trace.operation?.id ?? 'none'
    const { statements, rows, milliseconds } = trace.cost
    const bytes = Number(trace.headers['Content-Length'] ?? 0) + trace.streamedBytes
    metrics.observe(operation, status, ms / 1000)
    metrics.charge(operation, { rows, bytes, databaseSeconds: milliseconds / 1000 })
    if (trace.caller) limits.charge(trace.caller.userId, { databaseMs: milliseconds, bytes })
    const line = {
      requestId: trace.requestId,
      ...trace.tracing?.ids,
      operation,
      user: trace.caller?.userId,
      status,
      ms: hundredths(ms),
      statements,
      rows,
      databaseMs: hundredths(milliseconds),
      bytes,
      // What a front end asks for by mistake is found by its path.
      ...(status === 404 && { method: trace.method, path: pathOf(trace.url) }),
      // Their names are a user's text.
      ...(trace.ignored > 0 && { ignored: trace.ignored }),
    }
    trace.tracing?.endRequest({ method: trace.method, operation, route: trace.operation?.path ?? null, status })
    if (received) log.info(line, 'responded')
    else log.warn(line, 'the client went away')
  }
}

// It lasts until its client goes.
const isStream = (operation: OperationFacts | null): boolean => operation?.mediaType === eventStreamType

const hundredths = (value: number): number => Math.round(value * 100) / 100

/**
 * Gives every request an id, the client's own if it is valid, and every response the security headers; records the response.
 * @param version the version of the contract, sent with every response
 */
export function accessLog(record: Recorder, { arrivedAt }: Pick<LoadShedding, 'arrivedAt'>, tracing: Tracing, version: string): RequestHandler {
  return (request, response, next) => {
    const started = arrivedAt(response) ?? performance.now()
    const requestId = saneRequestId(request.headers['x-request-id']) ?? randomUUID()
    const trace = startContext({
      requestId,
      method: request.method,
      url: request.url,
      caller: null,
      headers: { 'X-Request-Id': requestId, 'API-Version': version, 'Cache-Control': noStore },
      tracing: tracing.request(request.headers),
    })
    response.trace = trace
    response.on('close', () => record(trace, response.statusCode, started, response.writableFinished || isStream(trace.operation)))
    next()
  }
}
