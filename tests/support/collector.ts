import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { close, listen, portOf } from './better-auth.ts'
import type { ServiceSettings } from '../../src/server.ts'

/** A span as OTLP's JSON has it. */
export type Span = {
  traceId: string
  spanId: string
  parentSpanId?: string
  traceState?: string
  name: string
  kind: number
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[]
  status: { code?: number }
}

type Batch = { resourceSpans: { resource: { attributes: Span['attributes'] }; scopeSpans: { spans: Span[] }[] }[] }

/** A collector: the receiver of OTLP over HTTP, with JSON. @param answer is given to what it receives; by default that it was taken */
export async function startCollector(answer: (response: ServerResponse) => void = (response) => void response.end('{}')) {
  const spans: Span[] = []
  const requests: { url: string | undefined; headers: IncomingHttpHeaders }[] = []
  const resources: Span['attributes'][] = []
  let open = 0
  const server = createServer((request, response) => {
    open += 1
    response.on('close', () => (open -= 1))
    requests.push({ url: request.url, headers: request.headers })
    void json(request).then((batch) => {
      for (const { resource, scopeSpans } of (batch as Batch).resourceSpans) {
        resources.push(resource.attributes)
        for (const scope of scopeSpans) spans.push(...scope.spans)
      }
      answer(response)
    })
  })
  await listen(server, 0)
  return {
    url: `http://127.0.0.1:${portOf(server)}/v1/traces`,
    spans,
    requests,
    resources,
    /** How many requests have not been answered. */
    open: () => open,
    stop: () => close(server),
  }
}

/** The settings of a service that sends all traces to a collector at once, unless their clients say otherwise. */
export const tracingTo = (url: string): NonNullable<ServiceSettings['tracing']> => ({
  ...{ url, headers: { 'api-key': 'key-of-the-collector' }, service: 'tasks', attributes: { 'deployment.environment.name': 'test' } },
  ...{ sampler: { name: 'parentbased_always_on', ratio: 1 }, delayMs: 20 },
})
