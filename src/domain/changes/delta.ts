import type { components } from '../../generated/contract.ts'
import type { Database } from '../../database/statement.ts'
import { maxResponseBytes, rowsThatFit } from '../../execution/size.ts'
import { placeAfter } from '../../execution/sync-cursor.ts'
import type { SyncPlace } from '../../execution/sync-cursor.ts'
import * as sql from '../../generated/sql.ts'
import { cursorExpired } from '../../problem.ts'
import { eventOf, stateOf } from './event.ts'

type Change = components['schemas']['Change']

/** A change, and the place after it. */
export type Entry = { change: Change; place: SyncPlace }

/** The number of changes after which a snapshot costs less. */
export const mostBehind = 10_000

/**
 * Reads the changes that follow a place.
 * @param mode whether each thing comes with its last state, or each change apart
 * @param path where the snapshot is
 * @returns the changes and where they end; `complete` if there are no more
 * @throws Problem 410 if it is not known what follows
 */
export async function readDelta(
  db: Database,
  { since, mode, limit, path }: { since: SyncPlace; mode: 'latest' | 'events'; limit: number; path: string },
): Promise<{ entries: Entry[]; place: SyncPlace; complete: boolean }> {
  const { seq, at, ordinal } = since
  const head = await db.one(sql.getHead, { seq, at, ordinal, most: mostBehind + 1 })
  if (!head.known || head.gap || head.behind > mostBehind) throw cursorExpired(path)
  // After the number is known: all that was recorded up to it is seen.
  const found = await db.many(sql.listChanges, { seq, ordinal, latest: mode === 'latest', limit: limit + 1 })
  const asked = found.slice(0, limit)
  // Besides the data, an event has the values before and after.
  const mostBytes = mode === 'latest' ? maxResponseBytes : maxResponseBytes / 3
  const rows = asked.map(({ data }) => data ?? {})
  const entries = asked.slice(0, rowsThatFit(rows, mostBytes)).map((recorded) => ({
    change: mode === 'latest' ? stateOf(recorded) : eventOf(recorded),
    place: { seq: recorded.seq, at: recorded.at, ordinal: recorded.ordinal, snapshot: null },
  }))
  const complete = entries.length === found.length
  const last = entries.at(-1)?.place ?? since
  // What was recorded for an undo alone has been passed as well.
  const isLower = complete && last.seq < head.seq
  return { entries, place: isLower ? placeAfter(head) : last, complete }
}
