import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import pg from 'pg'
import type { Logger } from 'pino'
import { Pipeline } from './wire/pipeline.ts'
import { readInTurns } from './wire/reading.ts'
import { codeOf, isOfStandby, isOutage } from './errors.ts'
import { startLoopClock } from './loop-clock.ts'
import type { LoopClock } from './loop-clock.ts'
import { createSharedConnections } from './shared-connections.ts'
import type { Connections } from './connections.ts'

/** How to reach a database. */
export type DatabaseSettings = {
  databaseUrl: string
  /** Whether statements are prepared by name; PgBouncer before 1.21 does not support it. */
  preparedStatements: boolean
  /** The longest that a statement of a read, and of a write, may take. */
  readTimeoutMs: number
  writeTimeoutMs: number
}

/** The database is known to be down, so no query is sent. */
export class DatabaseDownError extends Error {
  readonly code = 'DATABASE_DOWN'
}

// All of these are by the clock of the event loop: while this process is stalled, nobody is late.
const watchEvery = 250
const tooLong = 1_000
// Postgres cancels statements that take too long, the service's own ones by what src/database/catalog.ts sets for its role: a longer silence
// means that the connection is dead.
const ownTimeoutMs = 5_000
const silentFor = 1_000
const hopelessFor = 2_000
const closingMs = 5_000
const probeTimeout = 1_000
const probeResultMs = 1_000

/** When a connection last received data, by its byte count. */
type Heard = { bytes: number; at: number }

/**
 * Opens a pool. A database that stops answering is noticed by the first statement that waits too long, or the first
 * connection that is refused: where it fails two probes and nothing is heard on any connection meanwhile, requests are told at once
 * from then on, what waits is let go, and the database is asked again until it answers. Where it does answer, but not on the
 * connections there are, as after a failover, those that have fallen silent are let go.
 * @param most how many connections there are at most
 */
export function connect({ databaseUrl, preparedStatements, readTimeoutMs, writeTimeoutMs }: DatabaseSettings, log: Logger, most = 10): Connections {
  const longestStatementMs = Math.max(ownTimeoutMs, readTimeoutMs, writeTimeoutMs)
  const clock = startLoopClock()
  const sockets = new Map<Socket, Heard>()
  let known: { answers: Promise<boolean>; until: number } | null = null
  const createSocket = (): Socket => {
    const socket = new Socket()
    sockets.set(socket, { bytes: 0, at: clock.now() })
    return socket.once('close', () => {
      sockets.delete(socket)
      // It may have been the database that closed it.
      known = null
    })
  }
  const pool = createPool(databaseUrl, most, log, createSocket)
  const streams = new WeakMap<pg.ClientBase, Duplex>()
  pool.on('connect', (client) => streams.set(client, client.connection.stream))
  const waiting = new Set<{ since: number }>()
  let roundTrips = 0
  let down = false
  let checking: Promise<void> | null = null

  const probe = (): Promise<boolean> => answersProbe(databaseUrl, clock)
  /** Whether two probes fail, and nothing is heard on a connection either. */
  const isGone = async (): Promise<boolean> => {
    const before = new Map([...sockets.keys()].map((socket) => [socket, socket.bytesRead]))
    if (await probe()) return false
    await pause(watchEvery)
    if (await probe()) return false
    // One that was closed may have been told of the end, which is no answer.
    return ![...before].some(([socket, bytes]) => sockets.has(socket) && socket.bytesRead > bytes)
  }
  const suspect = (): void => {
    checking ??= check().finally(() => (checking = null))
  }
  const check = async (): Promise<void> => {
    if (!(await isGone())) return
    down = true
    log.warn('the database does not respond')
    // Requests on these cannot succeed; an uncommitted transaction is rolled back.
    for (const socket of sockets.keys()) socket.destroy()
    while (!pool.ending && !(await probe())) await pause(watchEvery)
    down = false
    log.info('the database responds again')
  }
  /** One probe at a time for all who ask, whose result is kept for a second. */
  const answers = (): Promise<boolean> => {
    if (known && clock.now() < known.until) return known.answers
    const asked = { answers: isGone().then((gone) => !gone), until: Infinity }
    known = asked
    return asked.answers.finally(() => (asked.until = clock.now() + probeResultMs))
  }
  const watch = setInterval(() => {
    const now = clock.now()
    for (const [socket, { bytes }] of sockets) {
      if (socket.bytesRead !== bytes) sockets.set(socket, { bytes: socket.bytesRead, at: now })
    }
    // They are in the order of their start.
    const [longest] = waiting
    if (!longest || now - longest.since < tooLong) return
    suspect()
    if (now - longest.since < longestStatementMs + hopelessFor) return
    for (const [socket, { at }] of sockets) if (now - at > longestStatementMs + silentFor) socket.destroy()
  }, watchEvery).unref()
  const acquire = async (): Promise<pg.PoolClient> => {
    if (down) throw new DatabaseDownError('the database is known to be down')
    try {
      return await pool.connect()
    } catch (error) {
      suspect()
      throw error
    }
  }
  const send: Connections['send'] = (client, steps, together = false) =>
    new Promise((answered) => {
      roundTrips += 1
      const wait = { since: clock.now() }
      waiting.add(wait)
      const pipeline = new Pipeline(steps, { named: preparedStatements, together }, (outcome) => {
        waiting.delete(wait)
        // The next connection may lead to the server that took its place.
        if (isOfStandby(outcome.failure)) streams.get(client)?.destroy()
        answered(outcome)
      })
      // The driver treats it as one of its queries.
      client.query(pipeline as never)
    })
  const alone: Connections['alone'] = async (steps) => {
    const client = await acquire()
    try {
      return await send(client, steps)
    } finally {
      client.release()
    }
  }
  return {
    pool,
    roundTrips: () => roundTrips,
    acquire,
    send,
    alone,
    ...createSharedConnections({ acquire, send, alone }, () => pool.idleCount - pool.waitingCount),
    answers: async () => !down && (await answers()),
    async close() {
      // What is still waited for then, nobody waits for.
      const late = setTimeout(() => {
        for (const socket of sockets.keys()) socket.destroy()
      }, closingMs)
      await pool.end()
      clearTimeout(late)
      clearInterval(watch)
      await checking
      clock.stop()
    },
  }
}

function createPool(connectionString: string, max: number, log: Logger, createSocket: () => Socket): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    // A database that scaled to zero takes seconds to wake: two are too few, ten are enough.
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'taskpact',
    pipeline: true,
    stream: createSocket,
  })
  // Without a listener, a connection that dies ends the process: one on the pool for idle ones, one on each for those in use.
  pool.on('error', (error) => log.warn({ code: codeOf(error) }, 'a database connection was lost'))
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    readInTurns(client.connection.stream)
  })
  return pool
}

/** Probes on a new connection, so that a busy pool or a dead connection does not look like a database that is down. */
async function answersProbe(connectionString: string, clock: LoopClock): Promise<boolean> {
  const socket = new Socket()
  const began = clock.now()
  // Connecting and asking together take no longer.
  const tooLate = setInterval(() => {
    if (clock.now() - began > probeTimeout) socket.destroy()
  }, probeTimeout / 10)
  const client = new pg.Client({ connectionString, application_name: 'taskpact probe', stream: () => socket })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select')
    return true
  } catch (error) {
    // A database that refuses, for example because it is full, responds; one that is starting up or shutting down does not.
    return error instanceof pg.DatabaseError && !isOutage(error)
  } finally {
    clearInterval(tooLate)
    void client.end().catch(() => undefined)
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds).unref())
