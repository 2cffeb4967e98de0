import { invalidRequest } from '../problem.ts'
import type { Cursors } from './cursor.ts'

/** A place in a snapshot: the index of a kind of thing, and the last one of it. An occurrence comes after those of earlier tasks. */
export type SnapshotPlace = { kind: number; after: number; afterTask: number }

/**
 * A place in a user's changes: everything up to the change `ordinal` of number `seq` is known, or with a snapshot, what comes before
 * its place. `at` is when the number was taken, by which a number of another database is recognized.
 */
export type SyncPlace = { seq: number; at: string; ordinal: number; snapshot: SnapshotPlace | null }

// Each is checked by its signature.
const mostListed = 16

// Further than any change with the same number.
const lastOrdinal = 2_147_483_647

/** The place after all changes of a number. */
export const placeAfter = ({ seq, at }: Pick<SyncPlace, 'seq' | 'at'>): SyncPlace => ({ seq, at, ordinal: lastOrdinal, snapshot: null })

const details = {
  as_of: 'must be a time such as 2026-11-21T09:00:00Z, or a cursor of your changes from this service',
  since: 'must be a cursor of your changes from this service; omit it to start with a snapshot',
}

/** Formats and parses the cursors of changes. */
export type SyncCursors = {
  format(userId: number, place: SyncPlace): string
  /** @throws Problem 400 unless `format` returned it for the same user */
  parse(userId: number, cursor: string, parameter: keyof typeof details): SyncPlace
  /** The highest number of a list of cursors, with commas between. One that `format` did not return for the same user has none. */
  lastOf(userId: number, cursors: string): number
}

const listOfChanges = (userId: number): string => `changes of ${userId}`

/** The cursors of changes, in the format of those of lists. */
export function createSyncCursors(cursors: Cursors): SyncCursors {
  const parse: SyncCursors['parse'] = (userId, cursor, parameter) => {
    const { id: seq, key } = cursors.parse(listOfChanges(userId), cursor, () => invalidRequest([{ parameter, detail: details[parameter] }]))
    const [at = '', ordinal, kind, after, afterTask] = key.split(' ')
    const snapshot = kind === undefined ? null : { kind: Number(kind), after: Number(after), afterTask: Number(afterTask) }
    return { seq, at, ordinal: Number(ordinal), snapshot }
  }
  return {
    format(userId, { seq, at, ordinal, snapshot }) {
      const parts = snapshot ? [at, ordinal, snapshot.kind, snapshot.after, snapshot.afterTask] : [at, ordinal]
      return cursors.format(listOfChanges(userId), { id: seq, key: parts.join(' ') })
    },
    parse,
    lastOf(userId, list) {
      const numberOf = (cursor: string): number => {
        try {
          return parse(userId, cursor.trim(), 'since').seq
        } catch {
          return 0
        }
      }
      return Math.max(...list.split(',').slice(0, mostListed).map(numberOf))
    },
  }
}
