import { Socket } from 'node:net'
import pg from 'pg'
import type { Logger } from 'pino'
import { codeOf, isOutage } from './database-problem.ts'

/** A statement of sql/, with the types Postgres gave it; made by `npm run generate`. */
export type Statement<Values, Row> = {
  readonly name: string
  readonly text: string
  readonly parameters: readonly (keyof Values & string)[]
  /** Never there: it only carries the type of a row. */
  readonly row?: Row
}

/** The statements a handler may run. The verb says how many rows there are; more or fewer is an error of ours. */
export type Database = {
  one<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row>
  maybeOne<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row | undefined>
  many<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row[]>
}

/** How to reach a database. */
export type DatabaseSettings = {
  databaseUrl: string
  /** Whether statements are prepared by name; PgBouncer before 1.21 does not take that. */
  preparedStatements: boolean
}

/** The database, with what is known of whether it answers. */
export type Connections = {
  readonly pool: pg.Pool
  /**
   * A connection, for as long as it takes.
   * @throws at once while the database is known to be down, and after ten seconds where it does not wake
   */
  acquire(): Promise<pg.PoolClient>
  /** Says where a transaction begins or ends. */
  tell(client: pg.ClientBase, what: 'begin' | 'commit' | 'rollback'): Promise<pg.QueryResult>
  /** Runs one statement by its name, so that Postgres parses it once a connection. */
  run<Values extends object, Row>(client: pg.ClientBase, statement: Statement<Values, Row>, values: Values): Promise<Row[]>
  /** Whether it answers now; within two seconds. */
  answers(): Promise<boolean>
  close(): Promise<void>
}

/** Why nothing is asked of the database just now. */
export class DatabaseDown extends Error {
  readonly code = 'DATABASE_DOWN'
}

const watchEvery = 250
const tooLong = 1_000
// Postgres ends a statement after five seconds, so nobody is there who is silent for longer while we wait.
const silent = 6_000
const hopeless = 7_000
const probeTimeout = 1_500

/** When a connection was last heard of, by what it had received until then. */
type Heard = { bytes: number; at: number }

/**
 * Opens a pool. A database that stops answering is noticed by the first statement that waits too long, or the first
 * connection that is refused: from then on requests are told at once, what waits is let go, and the database is asked
 * again until it answers. Where it does answer, but not on the connections there are, as after a failover, those that have
 * fallen silent are let go.
 */
export function connect({ databaseUrl, preparedStatements }: DatabaseSettings, log: Logger): Connections {
  const sockets = new Map<Socket, Heard>()
  const pool = createPool(databaseUrl, log, sockets)
  const waiting = new Set<{ since: number }>()
  let down = false
  let checking: Promise<void> | null = null

  const suspect = (): void => {
    checking ??= check().finally(() => (checking = null))
  }
  const check = async (): Promise<void> => {
    if (await answersProbe(databaseUrl)) return
    down = true
    log.warn('the database does not answer')
    // Nothing will come of what waits on these; a transaction that is not committed is undone.
    for (const socket of sockets.keys()) socket.destroy()
    while (!pool.ending && !(await answersProbe(databaseUrl))) await pause(watchEvery)
    down = false
    log.info('the database answers again')
  }
  const watch = setInterval(() => {
    const now = performance.now()
    for (const [socket, { bytes }] of sockets) {
      if (socket.bytesRead !== bytes) sockets.set(socket, { bytes: socket.bytesRead, at: now })
    }
    // They are in the order in which they began.
    const [longest] = waiting
    if (!longest || now - longest.since < tooLong) return
    suspect()
    if (now - longest.since < hopeless) return
    for (const [socket, { at }] of sockets) if (now - at > silent) socket.destroy()
  }, watchEvery).unref()
  const watched = async <Result>(answer: Promise<Result>): Promise<Result> => {
    const wait = { since: performance.now() }
    waiting.add(wait)
    try {
      return await answer
    } finally {
      waiting.delete(wait)
    }
  }

  return {
    pool,
    async acquire() {
      if (down) throw new DatabaseDown('the database is known to be down')
      try {
        return await pool.connect()
      } catch (error) {
        suspect()
        throw error
      }
    },
    tell: (client, what) => watched(client.query(what)),
    async run<Values extends object, Row>(client: pg.ClientBase, statement: Statement<Values, Row>, values: Values) {
      const { rows } = await watched(client.query<Row & pg.QueryResultRow>(queryOf(statement, values, preparedStatements)))
      return rows
    },
    answers: async () => !down && answersProbe(databaseUrl),
    async close() {
      clearInterval(watch)
      await pool.end()
      await checking
    },
  }
}

function createPool(connectionString: string, log: Logger, sockets: Map<Socket, Heard>): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    // A database that scaled to zero takes seconds to wake; two are too few, ten are enough.
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'taskpact',
    pipeline: true,
    types,
    stream: () => {
      const socket = batching(new Socket())
      sockets.set(socket, { bytes: 0, at: performance.now() })
      socket.once('close', () => sockets.delete(socket))
      return socket
    },
  })
  // Without a listener, a connection that dies ends the process: one on the pool for idle ones, one on each for those in use.
  pool.on('error', (error) => log.warn({ code: codeOf(error) }, 'a database connection was lost'))
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Lets all that is written in one turn leave in one packet: the driver would send each statement for itself. */
function batching(socket: Socket): Socket {
  const write = socket.write.bind(socket) as (...values: unknown[]) => boolean // of its overloads, whichever is called
  let corked = false
  socket.write = (...values: unknown[]): boolean => {
    if (!corked) {
      corked = true
      socket.cork()
      process.nextTick(() => {
        corked = false
        socket.uncork()
      })
    }
    return write(...values)
  }
  return socket
}

/** Asks on a connection of its own, so that neither a busy pool nor a dead connection in it is taken for a database that is down. */
async function answersProbe(connectionString: string): Promise<boolean> {
  const socket = new Socket()
  // Connecting and asking together take no longer.
  const tooLate = setTimeout(() => socket.destroy(), probeTimeout)
  const client = new pg.Client({ connectionString, application_name: 'taskpact probe', stream: () => socket })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select')
    return true
  } catch (error) {
    // One that refuses because it is full, say, answers; one that is starting up or shutting down does not yet.
    return error instanceof pg.DatabaseError && !isOutage(error)
  } finally {
    clearTimeout(tooLate)
    void client.end().catch(() => undefined)
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds).unref())

const queryOf = <Values extends object>(
  { name, text, parameters }: Statement<Values, unknown>,
  values: Values,
  named: boolean,
): pg.QueryConfig => {
  const query = { text, values: parameters.map((key) => values[key]) }
  return named ? { name, ...query } : query
}

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, parseBigint],
  [pg.types.builtins.TIMESTAMPTZ, parseTimestamp],
])

// Its type knows the ids of built-in types alone.
const standardParser: (oid: number, format?: 'text' | 'binary') => unknown = pg.types.getTypeParser

const types: pg.CustomTypesConfig = { getTypeParser: (oid, format) => parsers.get(oid) ?? standardParser(oid, format) }

/** Bigints as numbers, which they fit as long as they are bounded. */
function parseBigint(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint beyond 2^53-1')
  return value
}

/** '2026-11-21 08:05:00.123456+00' → '2026-11-21T08:05:00.123456Z'; not through a Date, which would drop the microseconds. */
function parseTimestamp(text: string): string {
  if (text.endsWith('+00')) return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`
  const [, seconds = text, fraction = '', hours = '+00', minutes = '00'] =
    /^(.{19})(\.\d+)?([+-]\d\d):?(\d\d)?$/.exec(text) ?? []
  const utc = new Date(`${seconds.replace(' ', 'T')}${hours}:${minutes}`).toISOString().slice(0, 19)
  return `${utc}${fraction}Z`
}
