import type { IncomingHttpHeaders } from 'node:http'
import type { Attributes } from '@opentelemetry/api'

/** How log lines name a request's place in a trace, so that what keeps traces and what keeps logs find each other's. */
export type TraceIds = { trace_id: string; span_id: string }

/** The headers that continue a trace in another service (W3C Trace Context). */
export type TraceHeaders = { traceparent: string; tracestate?: string }

/** A part of a request that is recorded, such as a statement. Call `end` exactly once. */
export type Part = {
  /** Marks it as failed. @param reason a code: never a message, which may quote a user's text */
  fail(reason: string): void
  end(): void
}

/** How a request ended. The route is a template, never the path itself. */
export type RequestEnd = { method: string; operation: string; route: string | null; status: number }

/** The place of a request, or of a delivery, in a trace. */
export type Trace = {
  readonly ids: TraceIds
  readonly headers: TraceHeaders
  /** Starts a part of it, such as a statement of the database; null if nothing records it. */
  part(name: string, kind: 'inner' | 'statement'): Part | null
  /** Starts something with parts of its own, such as a delivery that this request caused. */
  within(name: string, kind: 'inner' | 'outbound'): Trace
  /** Ends what `within` started. @param failure a code; null if it succeeded */
  end(failure: string | null, attributes?: Attributes): void
  endRequest(end: RequestEnd): void
}

/** Traces requests. */
export type Tracing = {
  /** The trace of a request that begins: its client's, if it names one. Null if there is nothing to record or pass on. */
  request(sent: IncomingHttpHeaders): Trace | null
  /** A trace of its own, for what no known request caused. */
  own(name: string): Trace | null
  /** Sends what is left, within two seconds. */
  stop(): Promise<void>
}

const headerForm = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/
/** What has to be passed on at least. */
const longestState = 512
const stateForm = /^[\x20-\x7e]+$/

/** The trace that a client names: its id, the id of the client's own span, whether it is sampled, and the state of its vendors. */
export type ParentTrace = { traceId: string; spanId: string; sampled: boolean; state: string | null }

/** Reads the headers of a trace; null if there is none that is valid. A header that was sent twice is not. */
export function parentOf({ traceparent, tracestate }: IncomingHttpHeaders): ParentTrace | null {
  if (typeof traceparent !== 'string') return null
  const [, version = '', traceId = '', spanId = '', flags = '', rest] = headerForm.exec(traceparent) ?? []
  // Later versions may append fields; this one has none.
  if (traceId === '' || (version === '00' && rest !== undefined)) return null
  const state = typeof tracestate === 'string' && tracestate.length <= longestState && stateForm.test(tracestate) ? tracestate : null
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1, state }
}

/** The headers that name a span as the parent of what comes next. */
export function headersOf({ traceId, spanId, sampled, state }: ParentTrace): TraceHeaders {
  const traceparent = `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`
  return state === null ? { traceparent } : { traceparent, tracestate: state }
}

/** Records nothing: what a client sends is passed on unchanged, and a request that sends nothing costs nothing. */
export const withoutTracing: Tracing = {
  request(sent) {
    const parent = sent['traceparent'] === undefined ? null : parentOf(sent)
    if (parent === null) return null
    const trace: Trace = {
      ids: { trace_id: parent.traceId, span_id: parent.spanId },
      headers: headersOf(parent),
      part: () => null,
      within: () => trace,
      end: () => undefined,
      endRequest: () => undefined,
    }
    return trace
  },
  own: () => null,
  stop: () => Promise.resolve(),
}
