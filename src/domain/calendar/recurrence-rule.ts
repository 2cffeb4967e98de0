import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'

/** A rule of RFC 5545, section 3.3.10, taken apart: what it goes by, and what it ends by. */
export type RuleParts = { rule: Map<string, string>; count: number | null; until: string | null }

/** What a rule that was checked is made of. */
export function parseRule(text: string): RuleParts {
  const rule = new Map(pairsOf(text))
  const count = rule.get('COUNT')
  const until = rule.get('UNTIL') ?? null
  rule.delete('COUNT')
  rule.delete('UNTIL')
  return { rule, count: count === undefined ? null : Number(count), until }
}

/** A rule as the library takes it. */
export const textOf = (rule: Map<string, string>): string => `RRULE:${[...rule].map((part) => part.join('=')).join(';')}`

/** Whether a rule names a day of the month that some months do not have, by which `month_overflow` can be asked for. */
export const dayOverflowing = (rule: Map<string, string>): boolean =>
  ['MONTHLY', 'YEARLY'].includes(rule.get('FREQ') ?? '') && (rule.get('BYMONTHDAY') ?? '').split(',').some((day) => Number(day) > 28)

/** What is wrong with a rule, in words that go behind its name; null where nothing is. */
export function validateRule(text: string, clamps: boolean): string | null {
  const pairs = pairsOf(text)
  for (const [name, value] of pairs) {
    const known = Object.hasOwn(values, name) ? values[name] : undefined
    if (!known) return refusals.get(name) ?? `must not have ${name || 'an empty part'}: it is no part of a rule (RFC 5545)`
    if (!value.split(',').every((each) => known.takes.test(each))) return `must have a ${name} ${known.words}`
  }
  const rule = new Map(pairs)
  if (rule.size < pairs.length) return 'must not have a part twice'
  if (!rule.has('FREQ')) return 'must have a FREQ, such as FREQ=WEEKLY'
  if (rule.has('COUNT') && rule.has('UNTIL')) return 'must not have both COUNT and UNTIL'
  if (!isTime(rule.get('UNTIL'))) return 'must have an UNTIL that there is'
  if (clamps && dayOverflowing(rule) && (rule.has('BYDAY') || rule.has('BYSETPOS'))) {
    return 'must not have BYDAY or BYSETPOS beside a day of the month that month_overflow is to clamp'
  }
  return faultTogether(parseRule(text))
}

/** What the library finds wrong with parts that are right by themselves. */
function faultTogether({ rule }: RuleParts): string | null {
  try {
    const dtstart = Temporal.PlainDate.from('2026-01-01').toZonedDateTime('UTC')
    // Making one is what throws.
    new RRuleTemporal({ rruleString: textOf(rule), dtstart, strict: true, temporal: Temporal }).options()
    return null
  } catch (error) {
    return `must be a rule of RFC 5545: ${error instanceof Error ? error.message : 'it is none'}`
  }
}

const pairsOf = (text: string): [string, string][] =>
  text.toUpperCase().split(';').map((part) => {
    const [name = '', ...value] = part.split('=')
    return [name, value.join('=')]
  })

function isTime(until: string | undefined): boolean {
  try {
    return until === undefined || Temporal.PlainDateTime.from(until.replace('Z', '')).year > 0
  } catch {
    return false
  }
}

const within = (pattern: string, signed = false): RegExp => new RegExp(`^${signed ? '[+-]?' : ''}(?:${pattern})$`)
const thousand = within('[1-9]\\d{0,2}|1000')
const year = '[1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-6]'

/** What each part takes; where it takes several values, each of them. */
const values: Record<string, { takes: RegExp; words: string }> = {
  FREQ: { takes: within('DAILY|WEEKLY|MONTHLY|YEARLY'), words: 'of DAILY, WEEKLY, MONTHLY or YEARLY' },
  INTERVAL: { takes: thousand, words: 'from 1 to 1000' },
  COUNT: { takes: thousand, words: 'from 1 to 1000' },
  UNTIL: { takes: within('(?:19|2[01])\\d{6}(?:T\\d{6}Z?)?|2200\\d{4}(?:T\\d{6}Z?)?'), words: 'such as 20261231 or 20261231T180000Z, from 1900 to 2200' },
  BYMONTH: { takes: within('[1-9]|1[0-2]'), words: 'of months from 1 to 12' },
  BYMONTHDAY: { takes: within('[1-9]|[12]\\d|3[01]', true), words: 'of days from 1 to 31, or from -31 to -1' },
  BYYEARDAY: { takes: within(year, true), words: 'of days from 1 to 366, or from -366 to -1' },
  BYWEEKNO: { takes: within('[1-9]|[1-4]\\d|5[0-3]', true), words: 'of weeks from 1 to 53, or from -53 to -1' },
  BYDAY: { takes: /^(?:[+-]?(?:[1-9]|[1-4]\d|5[0-3]))?(?:MO|TU|WE|TH|FR|SA|SU)$/, words: 'of weekdays, such as MO or -1FR' },
  BYSETPOS: { takes: within(year, true), words: 'from 1 to 366, or from -366 to -1' },
  WKST: { takes: within('MO|TU|WE|TH|FR|SA|SU'), words: 'of a weekday' },
}

const timeOfDay = 'the due says what time of day it is'
const refusals = new Map([
  ['DTSTART', 'must not have DTSTART: the due is the first date'],
  ...['BYHOUR', 'BYMINUTE', 'BYSECOND'].map((name): [string, string] => [name, `must not have ${name}: ${timeOfDay}`]),
  ...['RSCALE', 'SKIP'].map((name): [string, string] => [name, `must not have ${name}: month_overflow says what it would`]),
])
