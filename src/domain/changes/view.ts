import { Temporal } from 'temporal-polyfill'
import type { Database, PastValues, RowOf, Statement } from '../../database/statement.ts'
import type { SyncCursors } from '../../execution/sync-cursor.ts'
import * as sql from '../../generated/sql.ts'
import type { Caller } from '../../identity/caller.ts'
import { invalidRequest, pastUnknown } from '../../problem.ts'
import { zoneOffsets } from '../calendar/zone-offsets.ts'
import { mostBehind } from './delta.ts'

/** What a request reads: the caller's data of now, or of a moment in the past. */
export type View = Pick<Database, 'one' | 'maybeOne' | 'many'> & {
  /** The caller's time zone at that moment. */
  timeZone(): Promise<string>
}

type Asking = { db: Database; query: { as_of?: string }; caller: Caller; service: { syncCursors: SyncCursors } }
type Found = RowOf<typeof sql.getPast>

/**
 * The view that a request asks for with `as_of`. One of the past takes back, in the data of now, whatever has changed since: so it is the
 * same whatever else changes meanwhile.
 * @throws Problem 400 for an invalid or future time, and for a cursor that is not the caller's; 410 for what is too far back
 */
export async function viewOf({ db, query: { as_of }, caller, service }: Asking): Promise<View> {
  if (as_of === undefined) return viewOfNow(db)
  // Only a time has a colon.
  const place = as_of.includes(':') ? null : service.syncCursors.parse(caller.userId, as_of, 'as_of')
  const { at, until } = place ? { at: place.at, until: place.at } : momentOf(as_of)
  const found = await db.one(sql.getPast, { seq: place?.seq ?? null, at, until, most: mostBehind })
  if (found.is_future && !place) throw refused('must not be in the future')
  if (!found.known || found.behind > mostBehind) throw pastUnknown()
  return viewOfPast(db, found, at)
}

function viewOfNow(db: Database): View {
  return {
    one: (statement, values) => db.one(statement, values),
    maybeOne: (statement, values) => db.maybeOne(statement, values),
    many: (statement, values) => db.many(statement, values),
    timeZone: async () => (await db.one(sql.getUser, {})).time_zone,
  }
}

async function viewOfPast(db: Database, { seq, time_zone, time_zone_now, is_changing }: Found, at: string): Promise<View> {
  const past = { as_of_seq: seq, as_of: at, zone_changed: time_zone !== time_zone_now, ...(await zoneOffsets(time_zone)) }
  const read = <Result>(work: () => Promise<Result>): Promise<Result> => (is_changing ? whileRecorded(db, work) : work())
  return {
    one: (statement, values) => read(() => db.one(pastOf(statement), { ...values, ...past })),
    maybeOne: (statement, values) => read(() => db.maybeOne(pastOf(statement), { ...values, ...past })),
    many: (statement, values) => read(() => db.many(pastOf(statement), { ...values, ...past })),
    timeZone: () => Promise.resolve(time_zone),
  }
}

/** The form of a statement that reads the past. */
function pastOf<Values, Row>({ name, past }: Statement<Values, Row>): Statement<Values & PastValues, Row> {
  if (!past) throw new Error(`${name} reads only the data of now: mark it with @as-of`)
  return past
}

/**
 * Reads while the changes of the transaction are recorded, as those of a batch before this are when it commits. Afterwards they are not:
 * their number, which is the last thing that a transaction locks, is held only as long as this takes.
 */
async function whileRecorded<Result>(db: Database, work: () => Promise<Result>): Promise<Result> {
  const results: { value: Result }[] = []
  const rollback = new Error('the changes are recorded by the commit')
  const reading = db.savepoint(async () => {
    await db.one(sql.finishChanges, {})
    results.push({ value: await work() })
    throw rollback
  })
  await reading.catch((error: unknown) => {
    if (error !== rollback) throw error
  })
  const [result] = results
  if (!result) throw rollback
  return result.value
}

const mostDigits = 6

/** A time, and the end of what it includes: as much as it does not say, so that a time in whole seconds includes the second. */
function momentOf(text: string): { at: string; until: string } {
  try {
    const at = Temporal.Instant.from(text).round({ smallestUnit: 'microsecond', roundingMode: 'floor' })
    const digits = /\.(\d+)/.exec(text)?.[1]?.length ?? 0
    const microseconds = 10 ** (mostDigits - Math.min(digits, mostDigits))
    return { at: at.toString(), until: at.add({ microseconds: microseconds - 1 }).toString() }
  } catch {
    throw refused('must be a valid time')
  }
}

const refused = (detail: string) => invalidRequest([{ parameter: 'as_of', detail }])
