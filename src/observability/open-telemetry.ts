import { ROOT_CONTEXT, SpanKind, SpanStatusCode, createTraceState, trace as spans } from '@opentelemetry/api'
import type { Attributes, Context, Span, SpanOptions, Tracer } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources'
import { AlwaysOffSampler, AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace'
import type { Sampler, SpanExporter } from '@opentelemetry/sdk-trace'
import type { Logger } from 'pino'
import type { TracingSettings } from '../config/settings.ts'
import { headersOf, parentOf } from './trace.ts'
import type { Part, RequestEnd, Trace, Tracing } from './trace.ts'

/** Of the spans that wait to be sent. What does not fit is dropped. */
const mostWaiting = 4_096
/** Of one request, such as a batch with a hundred operations. */
const mostParts = 200
/** A trace that no client has begun is recorded or not, as it begins. */
const chosenAtRandom = 'parentbased_traceidratio'
const sendingMs = 10_000
const stoppingMs = 2_000

const inner: SpanOptions = { kind: SpanKind.INTERNAL }
const outbound: SpanOptions = { kind: SpanKind.CLIENT }
const ofStatement: SpanOptions = { kind: SpanKind.CLIENT, attributes: { 'db.system.name': 'postgresql' } }

/** Records traces, and sends them to a collector (OTLP over HTTP, as JSON). A collector that fails or hangs disturbs nothing. */
export function createTracing({ url, headers, service, attributes, sampler, delayMs }: TracingSettings, version: string, log: Logger): Tracing {
  const exporter = reporting(new OTLPTraceExporter({ url, headers, timeoutMillis: sendingMs }), log)
  const provider = new TracerProvider({
    sampler: samplerOf(sampler),
    resource: defaultResource().merge(resourceFromAttributes({ 'service.version': version, ...attributes, 'service.name': service })),
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: mostWaiting, scheduledDelayMillis: delayMs, exportTimeoutMillis: sendingMs })],
  })
  const tracer = provider.getTracer('taskpact', version)
  // Decided before there is a span, so that a request that is not sampled costs nothing. Others learn of it by the flag of the rest.
  const isPassedOver = (): boolean => sampler.name === chosenAtRandom && Math.random() >= sampler.ratio
  return {
    request(sent) {
      const parent = sent['traceparent'] === undefined ? null : parentOf(sent)
      if (parent === null && isPassedOver()) return null
      const context = parent
        ? spans.setSpanContext(ROOT_CONTEXT, {
            traceId: parent.traceId,
            spanId: parent.spanId,
            traceFlags: parent.sampled ? 1 : 0,
            isRemote: true,
            ...(parent.state !== null && { traceState: createTraceState(parent.state) }),
          })
        : ROOT_CONTEXT
      return new RecordedTrace(tracer, tracer.startSpan('request', { kind: SpanKind.SERVER }, context))
    },
    own: (name) => (isPassedOver() ? null : new RecordedTrace(tracer, tracer.startSpan(name, outbound, ROOT_CONTEXT))),
    async stop() {
      let late: NodeJS.Timeout | undefined
      const bound = new Promise<void>((done) => (late = setTimeout(done, stoppingMs)))
      await Promise.race([provider.shutdown().catch(() => undefined), bound])
      clearTimeout(late)
    },
  }
}

/** A span whose parts are its children. Of one that is not sampled, only the ids are used. */
class RecordedTrace implements Trace {
  readonly #tracer: Tracer
  readonly #span: Span
  #context: Context | null = null
  #parts = 0

  constructor(tracer: Tracer, span: Span) {
    this.#tracer = tracer
    this.#span = span
  }

  get ids(): Trace['ids'] {
    const { traceId, spanId } = this.#span.spanContext()
    return { trace_id: traceId, span_id: spanId }
  }

  get headers(): Trace['headers'] {
    const { traceId, spanId, traceFlags, traceState } = this.#span.spanContext()
    return headersOf({ traceId, spanId, sampled: (traceFlags & 1) === 1, state: traceState?.serialize() ?? null })
  }

  part(name: string, kind: 'inner' | 'statement'): Part | null {
    if (!this.#span.isRecording()) return null
    this.#parts += 1
    if (this.#parts > mostParts) return null
    const options = kind === 'statement' ? ofStatement : inner
    const span = this.#tracer.startSpan(name, options, this.#within())
    return {
      fail: (reason) => void fail(span, reason),
      end: () => span.end(),
    }
  }

  within(name: string, kind: 'inner' | 'outbound'): Trace {
    return new RecordedTrace(this.#tracer, this.#tracer.startSpan(name, kind === 'outbound' ? outbound : inner, this.#within()))
  }

  end(failure: string | null, attributes: Attributes = {}): void {
    if (!this.#span.isRecording()) return
    this.#span.setAttributes(attributes)
    if (failure !== null) fail(this.#span, failure)
    this.#finish()
  }

  endRequest({ method, operation, route, status }: RequestEnd): void {
    if (!this.#span.isRecording()) return
    this.#span
      .updateName(route === null ? method : `${method} ${route}`)
      .setAttribute('http.request.method', method)
      .setAttribute('http.response.status_code', status)
      .setAttribute('taskpact.operation', operation)
    if (route !== null) this.#span.setAttribute('http.route', route)
    if (status >= 500) fail(this.#span, String(status))
    this.#finish()
  }

  #finish(): void {
    if (this.#parts > mostParts) this.#span.setAttribute('taskpact.parts_dropped', this.#parts - mostParts)
    this.#span.end()
  }

  #within(): Context {
    return (this.#context ??= spans.setSpan(ROOT_CONTEXT, this.#span))
  }
}

const fail = (span: Span, reason: string): Span => span.setAttribute('error.type', reason || 'unknown').setStatus({ code: SpanStatusCode.ERROR })

function samplerOf({ name, ratio }: TracingSettings['sampler']): Sampler {
  const [, parentBased, own = ''] = /^(parentbased_)?(\w+)$/.exec(name) ?? []
  const isAlways = own === 'always_on' || name === chosenAtRandom
  const root = isAlways ? new AlwaysOnSampler() : own === 'always_off' ? new AlwaysOffSampler() : new TraceIdRatioBasedSampler(ratio)
  return parentBased ? new ParentBasedSampler({ root }) : root
}

/** Says when the collector does not take what it is sent, and when it does again. */
function reporting(exporter: SpanExporter, log: Logger): SpanExporter {
  let failing = false
  return {
    export(batch, done) {
      exporter.export(batch, (result) => {
        const failed = result.error !== undefined
        if (failed && !failing) log.warn('the collector does not take traces; what it does not take is dropped')
        if (!failed && failing) log.info('the collector takes traces again')
        failing = failed
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
  }
}
