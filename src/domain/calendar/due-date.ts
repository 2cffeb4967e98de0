import { Temporal } from 'temporal-polyfill'
import type { Database } from '../../database/statement.ts'
import type { components } from '../../generated/contract.ts'
import * as sql from '../../generated/sql.ts'
import { invalidRequest } from '../../problem.ts'

/** A due date as stored and returned. */
export type DueDate = NonNullable<components['schemas']['Due']>

/** A due date as a client may send it; null for none. */
export type DueInput = components['schemas']['DueInput']

/**
 * Checks what the contract's patterns cannot, and expands a short form.
 * @throws Problem 400 that names the invalid field under `#/due`
 */
export function parseDueDate(input: DueInput): DueDate | null {
  if (input === null) return null
  const { date, date_time, time_zone } = typeof input === 'string' ? inFull(input, '#/due') : input
  if (date !== undefined && date_time === undefined) {
    if (time_zone !== undefined) throw atFault('#/due/time_zone', 'is allowed only with date_time: a date has no time zone')
    requireDay('#/due/date', date)
    return { date }
  }
  if (date_time === undefined || date !== undefined) throw atFault('#/due', 'must have either date or date_time')
  requireDay('#/due/date_time', date_time)
  if (time_zone === undefined) return { date_time }
  requireTimeZone('#/due/time_zone', time_zone)
  return { date_time, time_zone }
}

/**
 * Parses a due date that is one string; a local time has no offset. Null for none.
 * @throws Problem 400 that names `#/due_date`
 */
export function parseDueText(text: string | null): DueDate | null {
  if (text === null || text === '') return null
  requireDay('#/due_date', text.slice(0, 10))
  const isLocal = text.includes('T') && !/(?:Z|[+-]\d\d:\d\d)$/.test(text)
  return isLocal ? { date_time: text.replace(/\.\d+$/, '') } : inFull(text, '#/due_date')
}

/** Whether two due dates are due alike: on the same date, at the same local time, or at the same instant. */
export const isSameDue = (one: DueDate | null, other: DueDate | null): boolean => momentOf(one) === momentOf(other)

const momentOf = (due: DueDate | null): string | null =>
  due && (due.date ?? (due.time_zone === undefined ? toPlainDateTime(due).toString() : toInstant(due, due.time_zone)))

/** @throws Problem 400 for an unknown time zone, with its pointer */
export function requireTimeZone(pointer: string, timeZone: string): void {
  if (zoneOf(timeZone) === null) throw atFault(pointer, 'must be the name of an IANA time zone, such as Europe/Berlin')
}

/** The instant of a due date of the caller, in RFC 3339; null for none. */
export async function dueInstant(due: DueDate | null, db: Database): Promise<string | null> {
  if (!due) return null
  return toInstant(due, due.time_zone ?? (await db.one(sql.lockTimeZone, {})).time_zone)
}

/**
 * The instant of a due date in a time zone, in RFC 3339; a date means its end. A skipped local time uses the offset before the
 * change, and a repeated one is the first (RFC 5545, section 3.3.5).
 */
export function toInstant(due: DueDate, timeZone: string): string {
  const local = due.date === undefined ? toPlainDateTime(due) : toPlainDateTime(due).add({ days: 1 })
  return local
    .toZonedDateTime(zoneOf(timeZone) ?? 'UTC')
    .toInstant()
    .toString()
}

/** The local time of a due date, without its time zone; a date means its start. */
export const toPlainDateTime = ({ date, date_time = date ?? '' }: DueDate): Temporal.PlainDateTime => Temporal.PlainDateTime.from(date_time)

/** Expands a short form. */
function inFull(text: string, pointer: string): DueDate {
  if (!text.includes('T')) return { date: text }
  requireDay(pointer, text.slice(0, 10))
  try {
    // Temporal takes nine digits of a second, the contract more; a due date has none.
    const local = Temporal.Instant.from(text.replace(/\.\d+/, '')).toZonedDateTimeISO('UTC').toPlainDateTime()
    // An offset may leave the allowed range.
    if (local.year < 1900 || local.year > 2200) throw new RangeError('a year out of range')
    return { date_time: local.toString({ smallestUnit: 'second' }), time_zone: 'UTC' }
  } catch {
    throw atFault(pointer, 'must be a valid instant from 1900 to 2200')
  }
}

/** The contract's pattern checks everything but the length of months. */
function requireDay(pointer: string, text: string): void {
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' })
  } catch {
    throw atFault(pointer, `must be a valid date: ${text.slice(0, 10)} does not exist`)
  }
}

/**
 * The canonical name of a time zone; null for an unknown one. Only canonical names reach Temporal, which caches every name it
 * gets.
 */
export function zoneOf(timeZone: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    return null
  }
}

const atFault = (pointer: string, detail: string) => invalidRequest([{ pointer, detail }])
