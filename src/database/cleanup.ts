import type { Logger } from 'pino'
import { ImplicitTransaction } from './implicit-transaction.ts'
import type { Connections } from './connections.ts'
import type { Database, Statement } from './statement.ts'
import * as sql from '../generated/sql.ts'
import { internal } from '../problem.ts'
import { sessionContext } from './statement-runner.ts'

type Sweep = { name: string; many(db: Database): Promise<object[]> }

const sweepOf = <Row extends object>(name: string, statement: Statement<Record<string, never>, Row>): Sweep => ({
  name,
  many: (db) => db.many(statement, {}),
})

const sweeps = [
  sweepOf('idempotency keys', sql.sweepIdempotencyKeys),
  sweepOf('sessions', sql.sweepSessions),
  sweepOf('rate limits', sql.sweepRateLimits),
  sweepOf('trash', sql.sweepTrash),
  sweepOf('lists in the trash', sql.sweepLists),
]

const maintenance = sessionContext(sql.openMaintenance, {}, () => internal(new Error('the role taskpact_maintenance was not taken')))

const every = 60_000
const batch = 1_000

/** Removes what has expired, now: in batches, each a transaction of its own, so that nobody waits long. */
export async function deleteExpired(connections: Connections, log: Logger): Promise<void> {
  for (const { name, many } of sweeps) {
    for (let removed = batch; removed === batch; ) {
      removed = (await many(new ImplicitTransaction(connections.alone, maintenance))).length
      if (removed > 0) log.debug({ removed }, `swept ${name}`)
    }
  }
}

/** Sweeps every minute, until it is told to stop. */
export function startCleanup(connections: Connections, log: Logger): () => void {
  const timer = setInterval(() => {
    deleteExpired(connections, log).catch(() => log.warn('what has expired could not be swept; it will be tried again'))
  }, every).unref()
  return () => clearInterval(timer)
}
