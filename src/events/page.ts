import { setImmediate as giveWay } from 'node:timers/promises'
import type { Connections } from '../database/connections.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import { maintenance } from '../database/maintenance.ts'
import type { RowOf } from '../database/statement.ts'
import { Transaction } from '../database/transaction.ts'
import * as sql from '../generated/sql.ts'
import type { Broker, Message } from './broker.ts'
import { messagesOf } from './messages.ts'
import type { RecordedEvent } from './messages.ts'

/** What was published of some users' changes. */
export type PageOutcome = {
  /** How many changes. */
  published: number
  /** Those who have more to publish, or whose place another relay held. */
  behind: number[]
  /** How many numbers of changes were removed from the record before they were published, by user. */
  missed: Map<number, number>
  /** Changes that are larger than the broker takes, which are left out. */
  tooLarge: { user: number; seq: number }[]
  /** Whether something was not stored, and with which of the broker's errors, if it told of one. */
  failure: { error: number | null } | null
}

type Dependencies = { connections: Connections; broker: Broker; publicUrl: string | null }
type Row = RowOf<typeof sql.claimEvents>
type Place = { seq: number; ordinal: number }

const mostChanges = 1_000
/** Of one user, while others wait. */
const mostOfUser = 250
/** Of the record; a change of a task is published in three messages. */
const mostBytes = 2_000_000
/** Requests come between so many changes: a page in one piece would hold them up for some hundredths of a second. */
const giveWayEach = 100

/**
 * Publishes a page of some users' changes. Their places in the record are locked meanwhile, and moved past what the broker has stored: a
 * relay that ends on the way leaves them where they were.
 */
export async function publishPage({ connections, broker, publicUrl }: Dependencies, users: number[]): Promise<PageOutcome> {
  await new ImplicitTransaction(connections.alone, maintenance).many(sql.beginEventPlaces, { users })
  const transaction = new Transaction(connections, maintenance)
  try {
    const limits = { each: users.length > 1 ? mostOfUser : mostChanges, most: mostChanges, most_bytes: mostBytes }
    const rows = await transaction.many(sql.claimEvents, { users, ...limits })
    const outcome: PageOutcome = { published: 0, behind: [], missed: new Map(), tooLarge: [], failure: null }
    const places = await publishRows(rows, broker, publicUrl, outcome)
    const moved = [...places]
    const settled = { users: moved.map(([user]) => user), seqs: moved.map(([, { seq }]) => seq), ordinals: moved.map(([, { ordinal }]) => ordinal) }
    await transaction.commit(moved.length > 0 ? [transaction.bind(sql.settleEvents, settled)] : [])
    return outcome
  } catch (error) {
    await transaction.rollback()
    throw error
  }
}

/** @returns the places after what is stored */
async function publishRows(rows: Row[], broker: Broker, publicUrl: string | null, outcome: PageOutcome): Promise<Map<number, Place>> {
  const messages: Message[] = []
  // The messages of each row end before this index.
  const ends: number[] = []
  for (const [index, row] of rows.entries()) {
    if (index % giveWayEach === giveWayEach - 1) await giveWay()
    if (row.event !== null) messages.push(...fitting(row, broker, publicUrl, outcome))
    ends.push(messages.length)
  }
  const { stored, error } = await broker.publish(messages)
  const places = new Map<number, Place>()
  const stuck = new Set<number>()
  for (const [index, { user_id, seq, ordinal, event, missed }] of rows.entries()) {
    // Another relay holds this user's place, or the page was full.
    if (seq === null || ordinal === null) {
      outcome.behind.push(user_id)
      continue
    }
    if (stuck.has(user_id)) continue
    if (stored.slice(ends[index - 1] ?? 0, ends[index]).includes(false)) {
      // What comes after it waits for it.
      stuck.add(user_id)
      outcome.behind.push(user_id)
      outcome.failure = { error }
      continue
    }
    places.set(user_id, { seq, ordinal })
    if (missed > 0) outcome.missed.set(user_id, missed)
    if (event !== null) {
      outcome.published += 1
      continue
    }
    if (ordinal !== lastOrdinal) outcome.behind.push(user_id)
  }
  return places
}

/** The ordinal of a place after all changes of a number. */
const lastOrdinal = 2_147_483_647

/** The messages of a change, unless the broker takes none as large. */
function fitting(row: Row, broker: Broker, publicUrl: string | null, outcome: PageOutcome): Message[] {
  // Of a row with an event, nothing is null.
  const messages = messagesOf(row as RecordedEvent, publicUrl)
  // Headers count as well.
  if (messages.every(({ payload }) => Buffer.byteLength(payload) + 1_000 <= broker.mostBytes)) return messages
  outcome.tooLarge.push({ user: row.user_id, seq: row.seq ?? 0 })
  return []
}
