import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { toProblem } from '../database/errors.ts'
import type { Metrics } from '../observability/metrics.ts'
import { Problem, problemType } from '../problem.ts'
import { requireToken } from './closed.ts'

/**
 * A server for nothing but the metrics, to listen where only those who collect them can reach it.
 * @param token what they have to send; null for nothing
 */
export function createMetricsServer(metrics: Metrics, token: string | null): Server {
  return createServer((request, response) => {
    const answer = async (): Promise<string> => {
      if (request.url !== '/metrics' || (request.method !== 'GET' && request.method !== 'HEAD'))
        throw new Problem('not-found', 'There is nothing here but GET /metrics.')
      if (token !== null) requireToken(token, request.headersDistinct['authorization'] ?? [])
      return metrics.text()
    }
    answer().then(
      (text) => response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text),
      (error: unknown) => {
        const problem = toProblem(error)
        response.writeHead(problem.status, { ...problem.headers, 'Content-Type': problemType }).end(JSON.stringify(problem.document('/metrics')))
      },
    )
  })
}
