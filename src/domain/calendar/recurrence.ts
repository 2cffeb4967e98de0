import { Temporal } from 'temporal-polyfill'
import { toPlainDateTime, toInstant, zoneOf } from './due-date.ts'
import type { DueDate } from './due-date.ts'
import type { components } from '../../generated/contract.ts'
import { invalidRequest } from '../../problem.ts'
import { dayOverflowing, validateRule, parseRule } from './recurrence-rule.ts'
import type { RuleParts } from './recurrence-rule.ts'
import { countFrom } from './completion.ts'
import { dayNames, formatDay, parseDay, ruleDates } from './rule-dates.ts'
import type { DayNumber } from './rule-dates.ts'

/** A recurrence as stored and returned. */
export type Recurrence = NonNullable<components['schemas']['Recurrence']>

/** A recurrence as a client may send it; null for none. */
export type RecurrenceInput = components['schemas']['RecurrenceInput']

/** The current place of a recurrence: the start of its rule, its current date, and the number of that date. */
export type Place = { recurs_from: DueDate; recurs_at: DueDate; recurs_number: number }

/** A place, and the due date, which may have been moved from it. */
type Current = Place & { due: DueDate }

/** A place without its number. */
type Dates = Omit<Place, 'recurs_number'>

/** A window of dates, and how many of them to find. */
type Window = { most: number; from: string; to: string }

/**
 * The dates of a recurrence in a window after its current one, in order, as if each was completed on its date. The cost is bounded
 * by `most`, by the COUNT of the rule, and by the end of 2200 (see ruleDates).
 * @param timeZone the user's, if the due date has none
 */
export function datesAfter(recurrence: Recurrence, current: Current, timeZone: string, { most, from, to }: Window): DueDate[] {
  const next = nextOccurrence(recurrence, current, timeZone, dayOf(current.due))
  if (!next) return []
  const { recurs_from, recurs_at, recurs_number } = next
  const { count, until } = parseRule(recurrence.rule)
  const [start, first, last] = [dayOf(recurs_at), parseDay(from), parseDay(to)]
  // A local time and its instant are less than two days apart, so only the last dates need the full check.
  const untilNear = until === null ? Infinity : parseDay(Temporal.PlainDate.from(until.slice(0, 8)).toString()) - 2
  const found: DueDate[] = []
  let left = count === null ? Infinity : count - recurs_number + 1
  // With COUNT every date must be counted; otherwise dates before the window can be skipped.
  for (const day of datesOf(recurrence, recurs_from, start, (count === null ? Math.max(start, first) : start) - 1)) {
    left -= 1
    if (left < 0 || day > last) break
    if (day < first) continue
    const due = onDay(recurs_at, day)
    if (day >= untilNear && !isWithin(until, due, timeZone)) break
    found.push(due)
    if (found.length === most) break
  }
  return found
}

/**
 * The next place of a recurrence; null after the last date.
 * @param timeZone the user's, if the due date has none
 * @param completedOn the day in the time zone of the recurrence; null if the current date is skipped
 */
export function nextOccurrence(recurrence: Recurrence, current: Current, timeZone: string, completedOn: DayNumber | null): Place | null {
  const { count, until } = parseRule(recurrence.rule)
  const recurs_number = current.recurs_number + 1
  if (count !== null && recurs_number > count) return null
  const next = recurrence.anchor === 'completion' ? fromCompletion(recurrence, current, completedOn) : onSchedule(recurrence, current)
  return next && isWithin(until, next.recurs_at, timeZone) ? { ...next, recurs_number } : null
}

/** Today in the time zone of a recurrence: its own, or the user's. */
export const todayOf = ({ recurs_at }: Place, timeZone: string): DayNumber =>
  parseDay(Temporal.Now.plainDateISO(zoneOf(recurs_at.time_zone ?? timeZone) ?? 'UTC').toString())

/**
 * Validates a recurrence; null for none.
 * @throws Problem 400 that names `#/recurrence/rule`
 */
export function recurrenceOf(input: RecurrenceInput): Recurrence | null {
  if (input === null || input === '' || input === 'no' || input === 'none') return null
  const { rule, anchor, month_overflow } = typeof input === 'string' ? inFull(input) : input
  const fault = validateRule(rule, month_overflow === 'clamp')
  if (fault !== null) throw invalidRequest([{ pointer: '#/recurrence/rule', detail: fault }])
  return { rule, anchor, month_overflow }
}

/** Expands a short form. People who say monthly mean each month. */
const inFull = (rule: string): Recurrence => ({ rule, anchor: 'schedule', month_overflow: /^FREQ=(?:MONTHLY|YEARLY)$/i.test(rule) ? 'clamp' : 'skip' })

/**
 * Requires a due date, and a rule that produces a date after it and does not end before it.
 * @param timeZone the user's, if the due date has none
 * @throws Problem 400 that names `#/recurrence` or its rule
 */
export function requireDates(recurrence: Recurrence, due: DueDate | null, timeZone: string): void {
  if (!due) throw invalidRequest([{ pointer: '#/recurrence', detail: 'requires a due date, which is its first date' }])
  const { until } = parseRule(recurrence.rule)
  const leadsOn = !datesOf(recurrence, due, dayOf(due)).next().done
  if (leadsOn && isWithin(until, due, timeZone)) return
  throw invalidRequest([{ pointer: '#/recurrence/rule', detail: 'must produce a date after the due date, by the end of 2200' }])
}

/** The next date on schedule that is later than a day, ignoring the end of the rule. */
function onSchedule(recurrence: Recurrence, { recurs_from, recurs_at }: Place, after = dayOf(recurs_at)): Dates | null {
  const [day] = datesOf(recurrence, recurs_from, dayOf(recurs_at), after)
  return day === undefined ? null : { recurs_from, recurs_at: onDay(recurs_at, day) }
}

/**
 * The next date counted from the day of completion, ignoring the end of the rule; later than that day and the current date. A rule may
 * have no date that is counted from that day, such as February 29 every fourth year from 2029: then it is the next one on schedule.
 * So it is if the current date is skipped.
 */
function fromCompletion(recurrence: Recurrence, current: Current, completedOn: DayNumber | null): Dates | null {
  const { recurs_at, due } = current
  const date = dayOf(recurs_at)
  const latest = Math.max(date, dayOf(due), completedOn ?? -Infinity)
  if (completedOn !== null) {
    const recurs_from = onDay(recurs_at, completedOn)
    const { start, after } = countFrom(parseRule(recurrence.rule).rule, date, completedOn)
    const [day] = datesOf(recurrence, recurs_from, start, Math.max(latest, after))
    if (day !== undefined) return { recurs_from, recurs_at: onDay(recurs_at, day) }
  }
  return onSchedule(recurrence, current, latest)
}

/** The dates of a rule after a day, ignoring its end (see ruleDates). */
function datesOf({ rule: text, month_overflow }: Recurrence, first: DueDate, start: DayNumber, after = start): Generator<DayNumber> {
  const whole = spelledOut(parseRule(text).rule, toPlainDateTime(first))
  return ruleDates(whole, month_overflow === 'clamp' && dayOverflowing(whole), start, after)
}

/** A rule with everything explicit that it takes from its first date, as it restarts from each of its dates. */
function spelledOut(rule: RuleParts['rule'], first: Temporal.PlainDateTime): RuleParts['rule'] {
  if (['BYDAY', 'BYMONTHDAY', 'BYYEARDAY'].some((name) => rule.has(name))) return rule
  const whole = new Map(rule)
  const frequency = rule.get('FREQ')
  if (frequency === 'WEEKLY' || rule.has('BYWEEKNO')) return whole.set('BYDAY', dayNames[first.dayOfWeek - 1] ?? '')
  if (frequency === 'MONTHLY' || frequency === 'YEARLY') whole.set('BYMONTHDAY', String(first.day))
  if (frequency === 'YEARLY' && !rule.has('BYMONTH')) whole.set('BYMONTH', String(first.month))
  return whole
}

const dayOf = ({ date, date_time = date ?? '' }: DueDate): DayNumber => parseDay(date_time.slice(0, 10))

/** A due date of the same form and time of day, on another day. */
function onDay({ date, date_time = '', time_zone }: DueDate, number: DayNumber): DueDate {
  const day = formatDay(number)
  if (date !== undefined) return { date: day }
  const moved = day + date_time.slice(day.length)
  return time_zone === undefined ? { date_time: moved } : { date_time: moved, time_zone }
}

/** Whether a due date is not after the end of its rule: a date, a local time, or an instant (RFC 5545, section 3.3.10). */
function isWithin(until: string | null, due: DueDate, timeZone: string): boolean {
  if (until === null) return true
  if (!until.includes('T')) return formatDay(dayOf(due)) <= Temporal.PlainDate.from(until).toString()
  if (!until.endsWith('Z')) return Temporal.PlainDateTime.compare(toPlainDateTime(due), Temporal.PlainDateTime.from(until)) <= 0
  const moment = due.date === undefined ? toInstant(due, due.time_zone ?? timeZone) : toInstant({ date_time: due.date }, timeZone)
  return Temporal.Instant.compare(Temporal.Instant.from(moment), Temporal.Instant.from(until)) <= 0
}
