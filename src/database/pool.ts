import { Socket } from 'node:net'
import pg from 'pg'
import type { Logger } from 'pino'
import { Pipeline } from './wire/pipeline.ts'
import { codeOf, isOutage } from './errors.ts'
import { createSharedConnections } from './shared-connections.ts'
import type { Connections } from './connections.ts'

/** How to reach a database. */
export type DatabaseSettings = {
  databaseUrl: string
  /** Whether statements are prepared by name; PgBouncer before 1.21 does not take that. */
  preparedStatements: boolean
}

/** Why nothing is asked of the database just now. */
export class DatabaseDownError extends Error {
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
      const wait = { since: performance.now() }
      waiting.add(wait)
      const pipeline = new Pipeline(steps, { named: preparedStatements, together }, (outcome) => {
        waiting.delete(wait)
        answered(outcome)
      })
      // The driver takes it for a query of its own.
      client.query(pipeline as never)
    })
  return {
    pool,
    acquire,
    send,
    read: createSharedConnections(acquire, () => pool.idleCount - pool.waitingCount, send),
    async alone(steps) {
      const client = await acquire()
      try {
        return await send(client, steps)
      } finally {
        client.release()
      }
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
    stream: () => {
      const socket = new Socket()
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
