import type { Logger } from 'pino'
import { ImplicitTransaction } from './implicit-transaction.ts'
import type { Connections } from './connections.ts'
import type { Database, Statement } from './statement.ts'
import * as sql from '../generated/sql.ts'
import { maintenance } from './maintenance.ts'
import { withRetries } from './retry.ts'

/** How many rows are removed in a transaction at most, and how many milliseconds pass before it is looked again. */
export type CleanupSettings = { most: number; every: number }

export const defaultCleanup: CleanupSettings = { most: 1_000, every: 60_000 }

/** The days for which changes are recorded, unless a setting says otherwise. */
export const defaultChangesKeptDays = 90

type Extent = { most: number; kept_days: number }
type Sweep = { name: string; many(db: Database, extent: Extent): Promise<object[]> }

const sweepOf = <Row extends object>(name: string, statement: Statement<{ most: number }, Row>): Sweep => ({
  name,
  many: (db, { most }) => db.many(statement, { most }),
})

// In this order: what is emptied before the mark that says so, tasks before the lists that they are in, an account last.
const sweeps: Sweep[] = [
  sweepOf('idempotency keys', sql.sweepIdempotencyKeys),
  sweepOf('sessions', sql.sweepSessions),
  sweepOf('stream tickets', sql.sweepStreamTickets),
  sweepOf('personal access tokens', sql.sweepTokens),
  sweepOf('mails', sql.sweepMails),
  sweepOf('links to new passwords', sql.sweepResetLinks),
  sweepOf('links to confirm addresses', sql.sweepEmailLinks),
  sweepOf('rate limits', sql.sweepRateLimits),
  sweepOf('tasks of deleted lists', sql.sweepTasksOfLists),
  sweepOf('deleted lists without tasks left', sql.endHiding),
  sweepOf('trash', sql.sweepTrash),
  sweepOf('emptied trash', sql.sweepEmptiedTrash),
  sweepOf('marks of emptied trash', sql.endEmptying),
  sweepOf('lists in the trash', sql.sweepLists),
  sweepOf('tasks of deleted users', sql.sweepTasksOfDeletedUsers),
  sweepOf('lists of deleted users', sql.sweepListsOfDeletedUsers),
  sweepOf('tags of deleted users', sql.sweepTagsOfDeletedUsers),
  sweepOf('tag counts of deleted users', sql.sweepTagCountsOfDeletedUsers),
  sweepOf('idempotency keys of deleted users', sql.sweepKeysOfDeletedUsers),
  sweepOf('deliveries of deleted users', sql.sweepDeliveriesOfDeletedUsers),
  sweepOf('changes of deleted users', sql.sweepChangesOfDeletedUsers),
  sweepOf('deleted users', sql.sweepUsers),
  sweepOf('changes of tag counts', sql.mergeTagCounts),
  { name: 'old changes', many: (db, extent) => db.many(sql.sweepChanges, extent) },
  sweepOf('changes of long feeds', sql.sweepLongFeeds),
  sweepOf('old deliveries', sql.sweepDeliveries),
  sweepOf('deliveries of long queues', sql.sweepLongQueues),
]

/**
 * Removes what has expired or was deleted, now: in parts, each a transaction of its own, so that nobody waits long and a process
 * that ends on the way leaves the rest to the next.
 * @param stopped says when to end before all is done
 */
export async function deleteExpired(
  connections: Connections,
  log: Logger,
  { most = defaultCleanup.most, changesKeptDays = defaultChangesKeptDays, stopped }: { most?: number; changesKeptDays?: number; stopped?: AbortSignal } = {},
): Promise<void> {
  for (const { name, many } of sweeps) {
    for (let removed = most; removed === most && !stopped?.aborted;) {
      const extent = { most, kept_days: changesKeptDays }
      removed = (await withRetries(() => many(new ImplicitTransaction(connections.alone, maintenance), extent))).length
      if (removed > 0) log.debug({ removed }, `swept ${name}`)
    }
  }
}

/**
 * Cleans up again and again.
 * @param onSuccess is called each time that all is removed
 * @returns what ends it, after the part that is being removed
 */
export function startCleanup(
  connections: Connections,
  log: Logger,
  { most, every, changesKeptDays }: CleanupSettings & { changesKeptDays: number },
  onSuccess: () => void,
): () => Promise<void> {
  const stopped = new AbortController()
  let running: Promise<void> | null = null
  const timer = setInterval(() => {
    running ??= deleteExpired(connections, log, { most, changesKeptDays, stopped: stopped.signal })
      .then(() => {
        if (!stopped.signal.aborted) onSuccess()
      })
      .catch(() => log.warn('the cleanup failed; it will be tried again'))
      .finally(() => (running = null))
  }, every).unref()
  return async () => {
    clearInterval(timer)
    stopped.abort()
    await running
  }
}
