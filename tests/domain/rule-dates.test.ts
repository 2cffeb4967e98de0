import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { days, rulesWithWeeks, rulesWithoutWeeks } from '../../scripts/recurrence/rules.ts'
import { formatDay, parseDay, ruleDates } from '../../src/domain/calendar/rule-dates.ts'
import { parseRule } from '../../src/domain/calendar/recurrence-rule.ts'
import { createRecurring } from '../support/recurring.ts'
import { testService } from '../support/service.ts'

const service = testService()

const most = 15

// Every rule has a part that sets its day: without one, it takes it from its first date.
const rules = fc.oneof(rulesWithWeeks, rulesWithoutWeeks).filter((rule) => /BYDAY|BYMONTHDAY|BYYEARDAY/.test(rule))

/** The first dates of a rule after a day, of those counted from another. */
function computed(rule: string, start: string, after = start): string[] {
  const found: string[] = []
  for (const day of ruleDates(parseRule(rule).rule, false, parseDay(start), parseDay(after))) {
    found.push(formatDay(day))
    if (found.length === most) break
  }
  return found
}

// npm run recurrence-check compares them with those of python-dateutil.
describe('200: the dates of a rule', () => {
  test('are the same if it restarts from each of them, whatever its interval', () => {
    const property = fc.property(rules, days, (rule, start) => {
      const restarted: string[] = []
      for (let [next] = computed(rule, start); next !== undefined && restarted.length < most; [next] = computed(rule, next)) restarted.push(next)
      expect(restarted, `${rule} from ${start}`).toEqual(computed(rule, start))
    })
    fc.assert(property, { numRuns: 150 })
  })

  test('are the same from any day on, without going through those before it', () => {
    const property = fc.property(rules, days, days, (rule, start, after) => {
      const whole = [...ruleDates(parseRule(rule).rule, false, parseDay(start))].map(formatDay)
      const later = after > start ? after : start
      expect(computed(rule, start, later), `${rule} from ${start}, after ${later}`).toEqual(whole.filter((day) => day > later).slice(0, most))
    })
    fc.assert(property, { numRuns: 150 })
  })

  test.each([
    // A day of the year, of the month and of the week, each of which has to hold.
    ['FREQ=YEARLY;BYYEARDAY=-260;BYDAY=MO', '2069-07-17', ['2074-04-16', '2085-04-16', '2091-04-16']],
    ['FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR', '2026-01-01', ['2026-02-13', '2026-03-13', '2026-11-13']],
    ['FREQ=YEARLY;BYWEEKNO=34;BYMONTHDAY=20;BYDAY=TU', '2026-01-01', ['2030-08-20', '2041-08-20', '2047-08-20']],
    // Only years with 53 Mondays.
    ['FREQ=YEARLY;BYDAY=-53MO', '1970-01-01', ['1973-01-01', '1979-01-01', '1984-01-02']],
    ['FREQ=YEARLY;BYDAY=53MO', '1970-01-01', ['1973-12-31', '1979-12-31', '1984-12-31']],
    // Every Tuesday, and the last but five of the year, which is one.
    ['FREQ=YEARLY;BYDAY=-6TU,TU', '2041-02-28', ['2041-03-05', '2041-03-12', '2041-03-19']],
  ])('%s after %s', (rule, start, dates) => {
    expect(computed(rule, start).slice(0, 3)).toEqual(dates)
  })

  test('of a far century take a fraction of the time that it takes to go there', () => {
    const timed = (work: () => string[]): number => {
      const began = performance.now()
      expect(work()).toEqual(['2200-12-31'])
      return performance.now() - began
    }
    const [rule, start] = [parseRule('FREQ=MONTHLY;BYMONTHDAY=31').rule, parseDay('1900-01-31')]
    const directly = () => [...ruleDates(rule, false, start, parseDay('2200-12-30'))].map(formatDay)
    const through = () => [...ruleDates(rule, false, start)].map(formatDay).filter((day) => day > '2200-12-30')
    directly()
    expect(timed(directly)).toBeLessThan(timed(through) / 2)
  })
})

describe('200: occurrences of a window', () => {
  test.each([
    ['FREQ=DAILY', '2200-01-01', '2200-12-31', 100, '2200-01-01'],
    ['FREQ=DAILY', '2200-12-30', '2200-12-31', 2, '2200-12-30'],
    ['FREQ=WEEKLY;INTERVAL=2', '2199-01-01', '2199-12-31', 26, '2199-01-12'],
    ['FREQ=DAILY;COUNT=1000', '2029-08-15', '2029-12-31', 2, '2029-08-15'],
    ['FREQ=DAILY;UNTIL=21000102T235959Z', '2100-01-01', '2100-12-31', 2, '2100-01-01'],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29', '2104-01-01', '2104-12-31', 1, '2104-02-29'],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO', '2112-01-01', '2112-12-31', 1, '2112-02-29'],
    ['FREQ=DAILY;COUNT=1000', '2026-11-21', '2026-11-30', 10, '2026-11-21'],
  ])('%s between %s and %s', async (rule, from, to, count, first) => {
    const { id } = await createRecurring(service.alice, rule)
    const { body } = await service.alice.get(`/api/me/tasks/${id}/occurrences?from=${from}&to=${to}`).expect(200)
    expect(body).toHaveLength(count)
    expect(body[0]).toMatchObject({ due: { date: first }, outcome: 'projected' })
  })
})
