import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** What the service counts of itself. Labels are operations and statuses: never users, never paths as they were sent. */
export type Metrics = {
  /** Counts an answer and how long it took. */
  observe(operation: string, status: number, seconds: number): void
  /** All of it, in Prometheus' text format. */
  text(): Promise<string>
}

/** How many connections a pool has, how many of them nobody uses, and how many wait for one. */
type PoolCounts = { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number }

/** Makes the counters of a process; the pool's numbers are read when they are asked for. */
export function createMetrics(pool: PoolCounts): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const duration = new Histogram({
    name: 'taskpact_request_duration_seconds',
    help: 'How long a request took, from its headers to its answer.',
    labelNames: ['operation'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const requests = new Counter({
    name: 'taskpact_requests_total',
    help: 'Answers given.',
    labelNames: ['operation', 'status'],
    registers,
  })
  new Gauge({
    name: 'taskpact_database_connections',
    help: 'Connections to the database.',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'waited_for' }, pool.waitingCount)
    },
  })
  collectDefaultMetrics({ register: registry })
  return {
    observe(operation, status, seconds) {
      requests.inc({ operation, status })
      duration.observe({ operation }, seconds)
    },
    text: () => registry.metrics(),
  }
}
