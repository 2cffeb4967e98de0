import type { Connections } from '../database/connections.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import { maintenance } from '../database/maintenance.ts'
import type { RowOf } from '../database/statement.ts'
import * as sql from '../generated/sql.ts'

/** For how many seconds the oldest of each queue has waited. */
export type QueueAges = RowOf<typeof sql.findQueueAges>

const readEveryMs = 10_000

/**
 * Tells how old the queues are. It never waits: it tells what was read last, and reads again for the next time.
 * @returns null before the first answer, and after one that failed
 */
export function createQueueAges(connections: Pick<Connections, 'alone'>): () => QueueAges | null {
  let known: QueueAges | null = null
  let readAt = -Infinity
  let reading: Promise<void> | null = null
  const read = async (): Promise<void> => {
    try {
      known = await new ImplicitTransaction(connections.alone, maintenance).one(sql.findQueueAges, {})
    } catch {
      // The outage is told of elsewhere. Old figures would say that all is well.
      known = null
    }
    readAt = performance.now()
    reading = null
  }
  return () => {
    if (performance.now() - readAt > readEveryMs) reading ??= read()
    return known
  }
}
