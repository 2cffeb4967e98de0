import { Temporal } from 'temporal-polyfill'
import type { Database } from '../../database/statement.ts'
import type { components } from '../../generated/contract.ts'
import * as sql from '../../generated/sql.ts'
import { invalidRequest } from '../../problem.ts'

/** When something is due, as it is kept and answered. */
export type DueDate = NonNullable<components['schemas']['Due']>

/** A due as a client may write it, and null for none. */
export type DueInput = components['schemas']['DueInput']

/**
 * A due with what the contract says in words checked, and in its full form where it was written short.
 * @throws Problem 400 that names what is at fault under `#/due`
 */
export function parseDueDate(input: DueInput): DueDate | null {
  if (input === null) return null
  const { date, date_time, time_zone } = typeof input === 'string' ? inFull(input) : input
  if (date !== undefined && date_time === undefined) {
    if (time_zone !== undefined) throw atFault('#/due/time_zone', 'must stand beside date_time alone: a date is a day wherever the user is')
    requireDay('#/due/date', date)
    return { date }
  }
  if (date_time === undefined || date !== undefined) throw atFault('#/due', 'must hold either date or date_time')
  requireDay('#/due/date_time', date_time)
  if (time_zone === undefined) return { date_time }
  requireTimeZone('#/due/time_zone', time_zone)
  return { date_time, time_zone }
}

/** @throws Problem 400 that names the place of a time zone that there is not */
export function requireTimeZone(pointer: string, timeZone: string): void {
  if (zoneOf(timeZone) === null) throw atFault(pointer, 'must be the name of an IANA time zone, such as Europe/Berlin')
}

/** The moment at which something of the caller's is due, in RFC 3339; null for never. */
export async function dueInstant(due: DueDate | null, db: Database): Promise<string | null> {
  if (!due) return null
  return toInstant(due, due.time_zone ?? (await db.one(sql.lockTimeZone, {})).time_zone)
}

/**
 * The moment that a due means in a time zone, in RFC 3339: of a day, its end. A local time that the clocks skip is taken by
 * the offset before them, and one that they show twice is the first (RFC 5545, section 3.3.5).
 */
export function toInstant(due: DueDate, timeZone: string): string {
  const local = due.date === undefined ? toPlainDateTime(due) : toPlainDateTime(due).add({ days: 1 })
  return local.toZonedDateTime(zoneOf(timeZone) ?? 'UTC').toInstant().toString()
}

/** The local time of a due, wherever that is: of a day, its start. */
export const toPlainDateTime = ({ date, date_time = date ?? '' }: DueDate): Temporal.PlainDateTime => Temporal.PlainDateTime.from(date_time)

/** What a text is short for. */
function inFull(text: string): DueDate {
  if (!text.includes('T')) return { date: text }
  const [day = ''] = text.split('T')
  requireDay('#/due', day)
  try {
    const local = Temporal.Instant.from(text).toZonedDateTimeISO('UTC').toPlainDateTime()
    // An offset may lead over the edge.
    if (local.year < 1900 || local.year > 2200) throw new RangeError('a year that is not taken')
    return { date_time: local.toString({ smallestUnit: 'second', roundingMode: 'trunc' }), time_zone: 'UTC' }
  } catch {
    throw atFault('#/due', 'must be a moment that there is, from 1900 to 2200')
  }
}

/** The contract's pattern has seen to all but the length of months. */
function requireDay(pointer: string, text: string): void {
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' })
  } catch {
    throw atFault(pointer, `must be a day that there is, and ${text.slice(0, 10)} is not`)
  }
}

/**
 * The one name of a time zone among all that it goes by; null for none. Only such names reach Temporal, which keeps what it
 * knows of each one that it was ever asked for.
 */
export function zoneOf(timeZone: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    return null
  }
}

const atFault = (pointer: string, detail: string) => invalidRequest([{ pointer, detail }])
