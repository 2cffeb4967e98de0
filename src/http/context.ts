import type { Response } from 'express'
import type { OperationFacts } from '../contract/contract.ts'
import { noCost } from '../database/statement-runner.ts'
import type { DatabaseCost } from '../database/statement-runner.ts'
import type { Caller } from '../identity/caller.ts'
import type { Trace } from '../observability/trace.ts'

/** What is known of a request when its response is sent. */
export type RequestContext = {
  requestId: string
  method: string
  /** The request target, which may have secrets and a user's text: never log it as it is. */
  url: string
  operation: OperationFacts | null
  caller: Caller | null
  /** Headers for any response, in addition to the security headers: writing them together is faster than one by one. */
  headers: Record<string, string>
  /** How many fields and parameters were ignored. */
  ignored: number
  /** How long it has waited for something to happen, which is no latency. */
  idleMs: number
  /** How many bytes of its response were sent while it was read. */
  streamedBytes: number
  /** What its statements cost. */
  cost: DatabaseCost
  /** Its place in a trace; null if there is nothing to record or pass on. */
  tracing: Trace | null
}

/** The context of a request that begins. */
export const startContext = (begins: Pick<RequestContext, 'requestId' | 'method' | 'url' | 'caller' | 'headers' | 'tracing'>): RequestContext => ({
  requestId: begins.requestId,
  method: begins.method,
  url: begins.url,
  operation: null,
  caller: begins.caller,
  headers: begins.headers,
  ignored: 0,
  idleMs: 0,
  streamedBytes: 0,
  cost: noCost(),
  tracing: begins.tracing,
})

declare global {
  // How Express types additions to its responses.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Response {
      /** On the response itself, so that no lookup is needed. */
      trace?: RequestContext
    }
  }
}

/** The context of a response; every request gets one before anything else. */
export function requestContextOf({ trace }: Response): RequestContext {
  if (!trace) throw new Error('there is no request context: accessLog must run first')
  return trace
}
