import type { RuleParts } from './recurrence-rule.ts'
import { intervalOf, periodAfter } from './rule-dates.ts'
import type { DayNumber } from './rule-dates.ts'

type Rule = RuleParts['rule']

const daysOfPeriod = new Map([
  ['DAILY', 1],
  ['WEEKLY', 7],
  ['MONTHLY', 30.44],
  ['YEARLY', 365.24],
])

/**
 * Where a rule continues when one of its dates is completed early or late: which day its intervals count from, and which day the next
 * date is after (see ruleDates).
 *
 * A rule that sets no day continues from the day of completion. Another one cannot: every four weeks on a Sunday, completed on a
 * Saturday, would continue the next day. So the period of the date moves by as many periods as the completion is late or early,
 * rounded. The next date is then about an interval after the completion.
 */
export function countFrom(rule: Rule, date: DayNumber, completedOn: DayNumber): { start: DayNumber; after: DayNumber } {
  if (!setsDay(rule)) return { start: completedOn, after: completedOn }
  const late = Math.round((completedOn - date) / (daysOfPeriod.get(rule.get('FREQ') ?? '') ?? 1))
  const { first, last } = periodAfter(rule, date, late)
  // The date moved with its period: what is left of that is no interval away. If it has not moved, other dates of it are still due.
  return { start: first, after: late > 0 && intervalOf(rule) > 1 ? last : completedOn }
}

/** Whether a rule sets a day of its periods, which it otherwise takes from its first date. */
const setsDay = (rule: Rule): boolean =>
  ['BYDAY', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO'].some((name) => rule.has(name)) || (rule.get('FREQ') === 'YEARLY' && rule.has('BYMONTH'))
