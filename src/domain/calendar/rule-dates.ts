import type { RuleParts } from './recurrence-rule.ts'

/** A day of the Gregorian calendar, by its number: days since 1970-01-01. */
export type DayNumber = number

type Rule = RuleParts['rule']

/** The month that a day is in: its place in its year, and the first day of each and of the next of each. */
type Month = { month: number; start: DayNumber; end: DayNumber; year: number; yearStart: DayNumber; yearEnd: DayNumber }

/** The first day of a period, and that of the next one. */
type Period = { start: DayNumber; end: DayNumber }

type Filter = (day: DayNumber, month: Month, period: Period) => boolean

/** The number of a day. A month or a day past the end of its year or month counts on into the next. */
const dayNumber = (year: number, month: number, day: number): DayNumber => Date.UTC(year, month - 1, day) / 86_400_000

/** The number of a day that is written as YYYY-MM-DD. */
export const parseDay = (day: string): DayNumber => Date.parse(day) / 86_400_000

/** A day's number as YYYY-MM-DD. */
export const formatDay = (day: DayNumber): string => new Date(day * 86_400_000).toISOString().slice(0, 10)

/** What RFC 5545 calls the days of a week, which starts with Monday. */
export const dayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

// No recurrence continues after this day.
const lastDay = dayNumber(2200, 12, 31)

/**
 * The dates of a rule after a day, in order, up to the end of 2200. Each day is checked once, by integer arithmetic: the maximum of
 * three hundred years takes some milliseconds, which bounds the cost of any rule.
 * @param rule with everything explicit that it takes from its first date
 * @param clamps whether a day that a month does not have becomes its last day
 * @param start a date of the rule, or any day of its period; intervals count from there
 * @param after the dates are later than this day; the periods before it cost nothing
 */
export function* ruleDates(rule: Rule, clamps: boolean, start: DayNumber, after = start): Generator<DayNumber> {
  const interval = intervalOf(rule)
  const { periodOf, startOf } = periodsOf(rule)
  const filters = filtersOf(rule, clamps)
  const positions = numbersOf(rule, 'BYSETPOS')
  const first = periodOf(start)
  const skipped = Math.max(0, Math.floor((periodOf(after) - first) / interval))
  let month = monthOf(startOf(first + skipped * interval))
  for (let period = first + skipped * interval; startOf(period) <= lastDay; period += interval) {
    const dates: DayNumber[] = []
    const bounds = { start: startOf(period), end: startOf(period + 1) }
    for (let day = bounds.start; day < bounds.end; day += 1) {
      if (day >= month.end) month = monthOf(day)
      if (filters.every((filter) => filter(day, month, bounds))) dates.push(day)
    }
    for (const day of positions ? atPositions(dates, positions) : dates) if (day > after && day <= lastDay) yield day
  }
}

/** The INTERVAL of a rule. */
export const intervalOf = (rule: Rule): number => Number(rule.get('INTERVAL') ?? 1)

/** The first and the last day of the period a number of periods after that of a day. */
export function periodAfter(rule: Rule, day: DayNumber, periods: number): { first: DayNumber; last: DayNumber } {
  const { periodOf, startOf } = periodsOf(rule)
  const period = periodOf(day) + periods
  return { first: startOf(period), last: startOf(period + 1) - 1 }
}

/** What an interval counts, by number: the period that a day is in, and the day that a period starts on. */
function periodsOf(rule: Rule): { periodOf(day: DayNumber): number; startOf(period: number): DayNumber } {
  const frequency = rule.get('FREQ')
  if (frequency === 'DAILY') return { periodOf: (day) => day, startOf: (period) => period }
  if (frequency === 'WEEKLY') {
    const weekStart = weekStartOf(rule)
    return { periodOf: (day) => Math.floor((day - weekStart) / 7), startOf: (period) => weekStart + period * 7 }
  }
  // Weeks by number are those of a year of weeks, whose first days may be in the last year.
  if (rule.has('BYWEEKNO')) {
    const weekStart = weekStartOf(rule)
    return { periodOf: (day) => weekYearOf(day, weekStart), startOf: (year) => firstWeekOf(year, weekStart) }
  }
  const months = frequency === 'MONTHLY' ? 1 : 12
  return {
    periodOf: (day) => Math.floor((monthOf(day).year * 12 + monthOf(day).month - 1) / months),
    startOf: (period) => dayNumber(1970, 1 + period * months - 1970 * 12, 1),
  }
}

/** What a rule asks of each of its days (RFC 5545, section 3.3.10). */
function filtersOf(rule: Rule, clamps: boolean): Filter[] {
  const [months, monthDays, yearDays, weeks] = ['BYMONTH', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO'].map((name) => numbersOf(rule, name))
  const filters: Filter[] = []
  if (months) filters.push((_, { month }) => months.has(month))
  if (monthDays) {
    const overflowing = clamps ? Math.max(...monthDays) : 0
    filters.push((day, { start, end }) => monthDays.has(day - start + 1) || monthDays.has(day - end) || (day === end - 1 && overflowing > end - start))
  }
  if (yearDays) filters.push((day, { yearStart, yearEnd }) => yearDays.has(day - yearStart + 1) || yearDays.has(day - yearEnd))
  if (weeks) filters.push(weekFilter(weeks))
  const weekdays = rule.get('BYDAY')?.split(',')
  if (weekdays) filters.push(weekdayFilter(weekdays, rule.get('FREQ') === 'MONTHLY' || months !== null))
  return filters
}

/** Takes weekdays, such as MO, and the nth of a month or a year, such as -1FR. */
function weekdayFilter(weekdays: string[], ofMonths: boolean): Filter {
  const wanted = dayNames.map((name) => new Set(weekdays.filter((each) => each.endsWith(name)).map((each) => Number(each.slice(0, -2)))))
  return (day, { start, end, yearStart, yearEnd }) => {
    const nths = wanted[weekdayOf(day)]
    if (!nths || nths.size === 0) return false
    // Number reads no number as 0.
    if (nths.has(0)) return true
    const [first, next] = ofMonths ? [start, end] : [yearStart, yearEnd]
    return nths.has(Math.floor((day - first) / 7) + 1) || nths.has(-Math.floor((next - 1 - day) / 7) - 1)
  }
}

/** Takes the days of weeks by their numbers in their year, which is the period of such a rule. */
const weekFilter =
  (weeks: Set<number>): Filter =>
  (day, _, { start, end }) =>
    weeks.has(Math.floor((day - start) / 7) + 1) || weeks.has(Math.floor((day - end) / 7))

const startOfWeek = (day: DayNumber, weekStart: DayNumber): DayNumber => day - modulo(day - weekStart, 7)

/** The first week of a year is the first with four of its days or more. */
const firstWeekOf = (year: number, weekStart: DayNumber): DayNumber => startOfWeek(dayNumber(year, 1, 4), weekStart)

const weekYearOf = (day: DayNumber, weekStart: DayNumber): number => monthOf(startOfWeek(day, weekStart) + 3).year

/** The dates of a period that BYSETPOS names, in order. */
const atPositions = (dates: DayNumber[], positions: Set<number>): DayNumber[] =>
  dates.filter((_, index) => positions.has(index + 1) || positions.has(index - dates.length))

const numbersOf = (rule: Rule, name: string): Set<number> | null => {
  const value = rule.get(name)
  return value === undefined ? null : new Set(value.split(',').map(Number))
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by

// Day 4 was a Monday.
const weekdayOf = (day: DayNumber): number => modulo(day - 4, 7)

/** A day on which weeks start. */
const weekStartOf = (rule: Rule): DayNumber => 4 + dayNames.indexOf(rule.get('WKST') ?? 'MO')

function monthOf(day: DayNumber): Month {
  const date = new Date(day * 86_400_000)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1]
  const [start, end] = [dayNumber(year, month, 1), dayNumber(year, month + 1, 1)]
  return { month, start, end, year, yearStart: dayNumber(year, 1, 1), yearEnd: dayNumber(year + 1, 1, 1) }
}
