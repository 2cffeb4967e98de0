// Random recurrence rules, and days that they start on.
import fc from 'fast-check'
import { formatDay, parseDay } from '../../src/domain/calendar/rule-dates.ts'
import { validateRule } from '../../src/domain/calendar/recurrence-rule.ts'

type Parts = Record<string, fc.Arbitrary<string>>

const list = (values: fc.Arbitrary<string | number>): fc.Arbitrary<string> => fc.uniqueArray(values, { minLength: 1, maxLength: 4 }).map((each) => each.join())
const signed = (last: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: last }).chain((value) => fc.constantFrom(value, value, -value))
const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')
const numbered = (last: number): fc.Arbitrary<string> => fc.tuple(signed(last), weekday).map((each) => each.join(''))

const monthDays = list(signed(31))
const months = list(fc.integer({ min: 1, max: 12 }))
const weekdays = list(weekday)
// The first and the last weeks have the days of two years.
const weeks = list(fc.oneof(signed(53), fc.constantFrom(1, 52, 53, -1, -52, -53)))

/** The text of a rule with some of the parts that go with any others, and with the given ones. @param required those that are always there */
function ruleOf(frequency: string, parts: Parts, required: string[] = []): fc.Arbitrary<string> {
  const any: Parts = { FREQ: fc.constant(frequency), INTERVAL: fc.integer({ min: 1, max: 7 }).map(String), WKST: weekday }
  return fc
    .record({ ...any, ...parts }, { requiredKeys: ['FREQ', ...required] })
    .map((rule) =>
      Object.entries(rule)
        .map((part) => part.join('='))
        .join(';'),
    )
    .filter((rule) => validateRule(rule, false) === null)
}

const position = (last: number): fc.Arbitrary<string> => list(signed(last))

const numberedInMonth = list(fc.oneof(numbered(5), numbered(4), weekday))
const numberedInYear = list(numbered(53))

/** Rules of every frequency, with any parts but BYWEEKNO that RFC 5545 has together. */
export const rulesWithoutWeeks = fc.oneof(
  ruleOf('DAILY', { BYMONTH: months, BYMONTHDAY: monthDays, BYDAY: weekdays }),
  ruleOf('WEEKLY', { BYMONTH: months, BYDAY: weekdays }),
  ruleOf('WEEKLY', { BYDAY: weekdays, BYSETPOS: position(2) }, ['BYDAY']),
  ruleOf('MONTHLY', { BYMONTH: months, BYMONTHDAY: monthDays }),
  ruleOf('MONTHLY', { BYDAY: fc.oneof(weekdays, numberedInMonth), BYMONTHDAY: monthDays }, ['BYDAY']),
  ruleOf('MONTHLY', { BYDAY: fc.oneof(weekdays, numberedInMonth), BYSETPOS: position(5) }, ['BYDAY', 'BYSETPOS']),
  ruleOf('YEARLY', { BYMONTH: months, BYMONTHDAY: monthDays, BYDAY: weekdays }),
  ruleOf('YEARLY', { BYMONTH: months, BYDAY: numberedInMonth }, ['BYMONTH', 'BYDAY']),
  ruleOf('YEARLY', { BYDAY: numberedInYear, BYMONTHDAY: monthDays }, ['BYDAY']),
  ruleOf('YEARLY', { BYYEARDAY: list(signed(366)), BYDAY: weekdays }, ['BYYEARDAY']),
  ruleOf('YEARLY', { BYMONTH: months, BYDAY: weekdays, BYSETPOS: position(20) }, ['BYDAY', 'BYSETPOS']),
  // Anything at once: most of these have no date.
  ruleOf('YEARLY', { BYMONTH: months, BYMONTHDAY: monthDays, BYYEARDAY: list(signed(366)), BYDAY: fc.oneof(weekdays, numberedInYear), BYSETPOS: position(5) }),
)

/** Rules of weeks by their numbers. */
export const rulesWithWeeks = fc.oneof(
  ruleOf('YEARLY', { BYWEEKNO: weeks, BYDAY: weekdays }, ['BYWEEKNO']),
  ruleOf('YEARLY', { BYWEEKNO: weeks, BYDAY: weekdays, BYSETPOS: position(4) }, ['BYWEEKNO', 'BYDAY', 'BYSETPOS']),
  ruleOf('YEARLY', { BYWEEKNO: weeks, BYMONTHDAY: monthDays, BYDAY: weekdays, BYMONTH: fc.constantFrom('1', '12', '1,12') }, ['BYWEEKNO']),
  ruleOf('YEARLY', { BYWEEKNO: weeks, BYMONTHDAY: monthDays, BYSETPOS: position(2) }, ['BYWEEKNO', 'BYMONTHDAY']),
  ruleOf('YEARLY', { BYWEEKNO: weeks, BYYEARDAY: list(fc.oneof(signed(6), signed(366))) }, ['BYWEEKNO', 'BYYEARDAY']),
)

/** Rules with a day of the month that some months do not have. */
export const rulesThatClamp = ruleOf('MONTHLY', { BYMONTH: months, BYMONTHDAY: fc.integer({ min: 29, max: 31 }).map(String) }, ['BYMONTHDAY'])

/** Days to start from, many of them at the turn of a year. */
export const days = fc.oneof(
  fc.integer({ min: parseDay('1950-01-01'), max: parseDay('2150-12-31') }).map(formatDay),
  fc.tuple(fc.integer({ min: 1950, max: 2150 }), fc.integer({ min: -6, max: 6 })).map(([year, shift]) => formatDay(parseDay(`${year}-01-01`) + shift)),
)

/** The end of a rule: none, a COUNT, or an UNTIL some days after its start. */
export const ends = fc.oneof(
  fc.constant(() => ''),
  fc.integer({ min: 2, max: 15 }).map((count) => () => `;COUNT=${count}`),
  fc.integer({ min: 300, max: 9000 }).map((later) => (start: string) => `;UNTIL=${formatDay(parseDay(start) + later).replaceAll('-', '')}`),
)
