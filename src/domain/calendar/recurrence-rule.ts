import { Temporal } from 'temporal-polyfill'

/** A parsed rule of RFC 5545, section 3.3.10: its parts, and its end. */
export type RuleParts = { rule: Map<string, string>; count: number | null; until: string | null }

/** Parses a valid rule. */
export function parseRule(text: string): RuleParts {
  const rule = new Map(pairsOf(text))
  const count = rule.get('COUNT')
  const until = rule.get('UNTIL') ?? null
  rule.delete('COUNT')
  rule.delete('UNTIL')
  return { rule, count: count === undefined ? null : Number(count), until }
}

/** Whether a rule has a day that some months do not have, so that `month_overflow` applies. */
export const dayOverflowing = (rule: Map<string, string>): boolean =>
  ['MONTHLY', 'YEARLY'].includes(rule.get('FREQ') ?? '') && (rule.get('BYMONTHDAY') ?? '').split(',').some((day) => Number(day) > 28)

/** The error of a rule, worded to follow its name; null if it is valid. */
export function validateRule(text: string, clamps: boolean): string | null {
  const pairs = pairsOf(text)
  for (const [name, value] of pairs) {
    const known = Object.hasOwn(values, name) ? values[name] : undefined
    if (!known) return refusals.get(name) ?? `must not have ${name || 'an empty part'}: it is not a part of a rule (RFC 5545)`
    if (!value.split(',').every((each) => known.takes.test(each))) return `must have a ${name} ${known.words}`
  }
  const rule = new Map(pairs)
  if (rule.size < pairs.length) return 'must not repeat a part'
  if (!rule.has('FREQ')) return 'must have a FREQ, such as FREQ=WEEKLY'
  if (rule.has('COUNT') && rule.has('UNTIL')) return 'must not have both COUNT and UNTIL'
  if (!isTime(rule.get('UNTIL'))) return 'must have a valid UNTIL'
  if (clamps && dayOverflowing(rule) && (rule.has('BYDAY') || rule.has('BYSETPOS'))) {
    return 'must not combine BYDAY or BYSETPOS with a day of the month that month_overflow clamps'
  }
  return faultTogether(rule)
}

/** The error of parts that are valid on their own, but not together (RFC 5545, section 3.3.10); null for none. */
function faultTogether(rule: Map<string, string>): string | null {
  const frequency = rule.get('FREQ') ?? ''
  const numbered = /\d/.test(rule.get('BYDAY') ?? '')
  if (rule.has('BYWEEKNO') && frequency !== 'YEARLY') return 'must not have BYWEEKNO unless FREQ is YEARLY'
  if (rule.has('BYYEARDAY') && frequency !== 'YEARLY') return 'must not have BYYEARDAY unless FREQ is YEARLY'
  if (rule.has('BYMONTHDAY') && frequency === 'WEEKLY') return 'must not have BYMONTHDAY if FREQ is WEEKLY'
  if (numbered && !['MONTHLY', 'YEARLY'].includes(frequency)) return 'must not number the weekdays of BYDAY unless FREQ is MONTHLY or YEARLY'
  if (numbered && rule.has('BYWEEKNO')) return 'must not number the weekdays of BYDAY if it has BYWEEKNO'
  const selects = [...rule.keys()].some((name) => name.startsWith('BY') && name !== 'BYSETPOS')
  return rule.has('BYSETPOS') && !selects ? 'must have another part that starts with BY if it has BYSETPOS' : null
}

const pairsOf = (text: string): [string, string][] =>
  text
    .toUpperCase()
    .split(';')
    .map((part) => {
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

/** The allowed values of each part; of a list, of each item. */
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

const timeOfDay = 'the due date sets the time of day'
const refusals = new Map([
  ['DTSTART', 'must not have DTSTART: the due date is the first date'],
  ...['BYHOUR', 'BYMINUTE', 'BYSECOND'].map((name): [string, string] => [name, `must not have ${name}: ${timeOfDay}`]),
  ...['RSCALE', 'SKIP'].map((name): [string, string] => [name, `must not have ${name}: use month_overflow`]),
])
