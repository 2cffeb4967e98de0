import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** The metrics of the service. Labels are operations and statuses: never users, never raw paths. */
export type Metrics = {
  /** Counts a response and its duration. */
  observe(operation: string, status: number, seconds: number): void
  /** Adds what a request cost. */
  charge(operation: string, cost: { rows: number; bytes: number; databaseSeconds: number }): void
  /** Counts a read on a replica, by its host and what became of it. */
  readOnReplica(replica: string, outcome: string): void
  /** Notes that a cleanup has removed all that it had to. */
  cleanedUp(): void
  /** All metrics in the Prometheus text format. */
  text(): Promise<string>
}

/** The connections of a pool: all, idle ones, and requests waiting for one. */
type PoolCounts = { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number }

/** Requests that are served, those that wait, and those refused, by reason. */
type LoadCounts = {
  readonly served: number
  readonly waitingToStart: number
  readonly waitingInLine: number
  readonly waitingForClients: number
  readonly shed: Readonly<Record<string, number>>
}

type EventCounts = { readonly published: number; readonly failures: number; readonly missed: number; readonly waitingSeconds: number }

/** What is read when the metrics are. */
export type MetricSources = {
  version: string
  pool: PoolCounts
  roundTrips: () => number
  load: () => LoadCounts
  /** How many streams and long polls wait for changes. */
  streams: () => number
  /** How far each replica lags, in seconds, by host; null if it does not respond. */
  lags: () => ReadonlyMap<string, number | null>
  /** What was published to a broker: changes, failures, changes that were missed; and for how long the oldest has waited. */
  events: () => EventCounts
  /** For how many seconds the oldest of each queue has waited; null if that is not known. */
  queueAges: () => Readonly<Record<string, number>> | null
}

/** Creates the metrics of a process. The guide docs/guides/monitoring names each of them. */
export function createMetrics({ version, pool, roundTrips, load, streams, lags, events, queueAges }: MetricSources): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const duration = new Histogram({
    name: 'taskpact_request_duration_seconds',
    help: 'How long a request took, from its headers to its response.',
    labelNames: ['operation'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const requests = new Counter({
    name: 'taskpact_requests_total',
    help: 'Responses.',
    labelNames: ['operation', 'status'],
    registers,
  })
  const costOf = (name: string, help: string): Counter<'operation'> =>
    new Counter({ name: `taskpact_request_cost_${name}_total`, help, labelNames: ['operation'], registers })
  const rows = costOf('rows', 'Rows that the statements of requests gave.')
  const bytes = costOf('bytes', 'Bytes of the bodies of responses.')
  const databaseSeconds = costOf('database_seconds', 'Seconds that requests waited for their statements.')
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
  new Gauge({ name: 'taskpact_build_info', help: 'The version of the service; the value is always 1.', labelNames: ['version'], registers }).set({ version }, 1)
  new Gauge({
    name: 'taskpact_requests_in_flight',
    help: 'Requests: served, waiting to start, waiting in line for others of the same user or address, or for a client that sends or reads slowly.',
    labelNames: ['state'],
    registers,
    collect() {
      const { served, waitingToStart, waitingInLine, waitingForClients } = load()
      this.set({ state: 'served' }, served)
      this.set({ state: 'waiting_to_start' }, waitingToStart)
      this.set({ state: 'waiting_in_line' }, waitingInLine)
      this.set({ state: 'waiting_for_client' }, waitingForClients)
    },
  })
  const replicaReads = new Counter({
    name: 'taskpact_replica_reads_total',
    help: 'Reads that were sent to a replica: served by it, or by the primary as it was late, knew no such session, or failed.',
    labelNames: ['replica', 'outcome'],
    registers,
  })
  new Gauge({
    name: 'taskpact_replica_lag_seconds',
    help: 'How far a replica lagged when it was last asked. Absent while it does not respond.',
    labelNames: ['replica'],
    registers,
    collect() {
      this.reset()
      for (const [replica, seconds] of lags()) if (seconds !== null) this.set({ replica }, seconds)
    },
  })
  new Gauge({
    name: 'taskpact_open_streams',
    help: 'Streams and long polls that wait for changes.',
    registers,
    collect() {
      this.set(streams())
    },
  })
  new Counter({
    name: 'taskpact_requests_shed_total',
    help: 'Requests refused by load shedding, which are not in taskpact_requests_total.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset()
      for (const [reason, count] of Object.entries(load().shed)) this.inc({ reason }, count)
    },
  })
  new Counter({
    name: 'taskpact_database_round_trips_total',
    help: 'Round trips to the database, each with one or more statements.',
    registers,
    collect() {
      this.reset()
      this.inc(roundTrips())
    },
  })
  const eventsOf = (name: 'published' | 'failures' | 'missed', help: string): Counter =>
    new Counter({
      ...{ name: `taskpact_events_${name}_total`, help, registers },
      collect() {
        this.reset()
        this.inc(events()[name])
      },
    })
  eventsOf('published', 'Changes published to the broker.')
  eventsOf('failures', 'Pages of changes that could not be published, or tries to reach the broker that failed.')
  eventsOf('missed', 'Changes that were removed from the record before they were published, or are larger than the broker takes.')
  new Gauge({
    name: 'taskpact_events_waiting_seconds',
    help: 'For how long this process has known of the change that waits longest to be published; 0 if none waits.',
    registers,
    collect() {
      this.set(events().waitingSeconds)
    },
  })
  new Gauge({
    name: 'taskpact_queue_age_seconds',
    help: 'For how long the oldest in a queue has waited; absent if that is not known.',
    labelNames: ['queue'],
    registers,
    collect() {
      this.reset()
      for (const [queue, seconds] of Object.entries(queueAges() ?? {})) this.set({ queue }, seconds)
    },
  })
  const cleanup = new Gauge({
    name: 'taskpact_cleanup_last_success_timestamp_seconds',
    help: 'When all that has expired was last removed, in seconds since 1970; absent until then.',
    registers,
  })
  // Otherwise it would be 1970.
  cleanup.remove()
  collectDefaultMetrics({ register: registry })
  return {
    observe(operation, status, seconds) {
      requests.inc({ operation, status })
      duration.observe({ operation }, seconds)
    },
    charge(operation, cost) {
      if (cost.rows > 0) rows.inc({ operation }, cost.rows)
      if (cost.bytes > 0) bytes.inc({ operation }, cost.bytes)
      if (cost.databaseSeconds > 0) databaseSeconds.inc({ operation }, cost.databaseSeconds)
    },
    readOnReplica: (replica, outcome) => replicaReads.inc({ replica, outcome }),
    cleanedUp: () => cleanup.setToCurrentTime(),
    text: () => registry.metrics(),
  }
}
