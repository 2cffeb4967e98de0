import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { toPlainDateTime, toInstant, zoneOf } from './due-date.ts'
import type { DueDate } from './due-date.ts'
import type { components } from '../../generated/contract.ts'
import { invalidRequest } from '../../problem.ts'
import { dayOverflowing, validateRule, parseRule, textOf } from './recurrence-rule.ts'
import type { RuleParts } from './recurrence-rule.ts'

/** How something recurs, as it is kept and answered. */
export type Recurrence = NonNullable<components['schemas']['Recurrence']>

/** A recurrence as a client may write it, and null for none. */
export type RecurrenceInput = components['schemas']['RecurrenceInput']

/** Where a recurrence stands: what its rule counts from, its date that comes next, and the how manieth that is. */
export type Place = { recurs_from: DueDate; recurs_at: DueDate; recurs_number: number }

/** What of the dates to come is wanted: so many, within some days where these are given. */
type Wanted = { most: number; from?: string; to?: string }

type Local = Temporal.PlainDateTime

/**
 * The dates of a recurrence behind the one it stands at, in order. A rule that goes on for long without any, about four years by
 * the day and more by the week, the month and the year, is over.
 * @param timeZone the user's, where the due has none
 */
export function datesAfter(recurrence: Recurrence, place: Place, timeZone: string, { most, from, to }: Wanted): DueDate[] {
  const { recurs_from, recurs_at, recurs_number } = place
  const parts = parseRule(recurrence.rule)
  const left = parts.count === null ? Infinity : parts.count - recurs_number
  const isOver = (local: Local): boolean => to !== undefined && dayOf(local) > to
  const found = new Map<string, Local>()
  for (const rule of spelledOut(parts, recurrence, toPlainDateTime(recurs_from))) {
    for (const local of walk(rule, toPlainDateTime(recurs_at), isOver, Math.min(left, from === undefined ? most : mostWalked))) found.set(local.toString(), local)
  }
  const inOrder = [...found.values()].sort((one, other) => Temporal.PlainDateTime.compare(one, other)).slice(0, left)
  const dues = inOrder.filter((local) => from === undefined || dayOf(local) >= from).map((local) => likeDue(recurs_at, local))
  return dues.filter((due) => isWithin(parts.until, due, timeZone)).slice(0, most)
}

/** Where a recurrence goes when what it stands at is over; null where that was the last. */
export function nextOccurrence(recurrence: Recurrence, place: Place, timeZone: string, outcome: 'completed' | 'skipped'): Place | null {
  const starts = recurrence.anchor === 'completion' && outcome === 'completed' ? onToday(place.recurs_at, timeZone) : null
  const before = starts ? { ...place, recurs_from: starts, recurs_at: starts } : place
  const [next] = datesAfter(recurrence, before, timeZone, { most: 1 })
  return next ? { ...before, recurs_at: next, recurs_number: place.recurs_number + 1 } : null
}

/**
 * A recurrence with its rule checked; null for none.
 * @throws Problem 400 that names `#/recurrence/rule`
 */
export function recurrenceOf(input: RecurrenceInput): Recurrence | null {
  if (input === null || typeof input === 'string') return null
  const { rule, anchor, month_overflow } = input
  const fault = validateRule(rule, month_overflow === 'clamp')
  if (fault !== null) throw invalidRequest([{ pointer: '#/recurrence/rule', detail: fault }])
  return { rule, anchor, month_overflow }
}

/**
 * Sees to it that there is something to recur, and that a rule leads on from its first date and does not end before it.
 * @param timeZone the user's, where the due has none
 * @throws Problem 400 that names `#/recurrence` or the rule in it
 */
export function requireDates(recurrence: Recurrence, due: DueDate | null, timeZone: string): void {
  if (!due) throw invalidRequest([{ pointer: '#/recurrence', detail: 'must stand with a due, which is its first date' }])
  const parts = parseRule(recurrence.rule)
  const rules = spelledOut(parts, recurrence, toPlainDateTime(due))
  const leadsOn = rules.some((rule) => walk(rule, toPlainDateTime(due), () => false, 1).length > 0)
  if (leadsOn && isWithin(parts.until, due, timeZone)) return
  throw invalidRequest([{ pointer: '#/recurrence/rule', detail: 'must lead to a date behind the due, within reach' }])
}

// Enough for each day of a window and the one before it to be asked for.
const mostWalked = 1_500

const mostPeriods: Record<string, number> = { DAILY: 1_500, WEEKLY: 520, MONTHLY: 600, YEARLY: 310 }

/** The local times of a rule behind a date of it, which it starts anew from: the periods are the same. In UTC, where none is skipped. */
function walk(rule: Map<string, string>, start: Local, isOver: (local: Local) => boolean, most: number): Local[] {
  const found: Local[] = []
  if (most < 1) return found
  const dates = new RRuleTemporal({
    rruleString: textOf(rule),
    dtstart: start.toZonedDateTime('UTC'),
    until: Temporal.PlainDateTime.from('2200-12-31T23:59:59').toZonedDateTime('UTC'),
    temporal: Temporal,
    strict: true,
    maxIterations: mostPeriods[rule.get('FREQ') ?? ''] ?? 1,
  })
  try {
    dates.all((date) => {
      const local = date.toPlainDateTime()
      if (isOver(local)) return false
      if (Temporal.PlainDateTime.compare(local, start) > 0) found.push(local)
      return found.length < most
    })
  } catch {
    // It has gone on for longer than it may; what it came to until then stands.
  }
  return found
}

/**
 * A rule with what it takes from its first date written out, as it is started anew from each; and without what it ends by. By
 * `clamp`, a day that some months do not have is the last of those up to it that the month has, and so a rule of its own.
 */
function spelledOut({ rule }: RuleParts, { month_overflow }: Recurrence, first: Local): Map<string, string>[] {
  const whole = new Map(rule)
  const frequency = rule.get('FREQ')
  if (!['BYDAY', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO'].some((name) => rule.has(name))) {
    if (frequency === 'WEEKLY') whole.set('BYDAY', weekdays[first.dayOfWeek - 1] ?? '')
    if (frequency === 'MONTHLY' || frequency === 'YEARLY') whole.set('BYMONTHDAY', String(first.day))
    if (frequency === 'YEARLY' && !rule.has('BYMONTH')) whole.set('BYMONTH', String(first.month))
  }
  if (month_overflow === 'skip' || !dayOverflowing(whole)) return [whole]
  const days = (whole.get('BYMONTHDAY') ?? '').split(',')
  const usual = days.filter((day) => Number(day) < 29)
  const months = frequency === 'YEARLY' ? (whole.get('BYMONTH') ?? allMonths).split(',').map((month) => ({ BYMONTH: month })) : [{}]
  const clamped = days.filter((day) => Number(day) > 28).flatMap((day) =>
    months.map((month) => new Map([...whole, ...Object.entries(month), ['BYMONTHDAY', daysTo(Number(day))], ['BYSETPOS', '-1']])),
  )
  return usual.length > 0 ? [...clamped, new Map([...whole, ['BYMONTHDAY', usual.join()]])] : clamped
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const allMonths = '1,2,3,4,5,6,7,8,9,10,11,12'
const daysTo = (day: number): string => [28, 29, 30, 31].filter((each) => each <= day).join()

const dayOf = (local: Local): string => local.toPlainDate().toString()

/** A local time as a due of the same form. */
function likeDue({ date, date_time = '', time_zone }: DueDate, local: Local): DueDate {
  if (date !== undefined) return { date: dayOf(local) }
  const text = local.toString({ smallestUnit: date_time.length > 16 ? 'second' : 'minute' })
  return time_zone === undefined ? { date_time: text } : { date_time: text, time_zone }
}

/** A due of the same form, and at the same time of day, on the day that it is now where it counts. */
function onToday(due: DueDate, timeZone: string): DueDate {
  const today = Temporal.Now.plainDateISO(zoneOf(due.time_zone ?? timeZone) ?? 'UTC')
  return likeDue(due, today.toPlainDateTime(toPlainDateTime(due).toPlainTime()))
}

/** Whether a due is not past the end of its rule: a day, a local time, or a moment (RFC 5545, section 3.3.10). */
function isWithin(until: string | null, due: DueDate, timeZone: string): boolean {
  if (until === null) return true
  if (!until.includes('T')) return dayOf(toPlainDateTime(due)) <= Temporal.PlainDate.from(until).toString()
  if (!until.endsWith('Z')) return Temporal.PlainDateTime.compare(toPlainDateTime(due), Temporal.PlainDateTime.from(until)) <= 0
  const moment = due.date === undefined ? toInstant(due, due.time_zone ?? timeZone) : toInstant({ date_time: due.date }, timeZone)
  return Temporal.Instant.compare(Temporal.Instant.from(moment), Temporal.Instant.from(until)) <= 0
}
