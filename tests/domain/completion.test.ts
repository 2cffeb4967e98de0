import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { nextOccurrence } from '../../src/domain/calendar/recurrence.ts'
import { formatDay, parseDay } from '../../src/domain/calendar/rule-dates.ts'
import { createRecurring, duesOf } from '../support/recurring.ts'
import { testService } from '../support/service.ts'

const service = testService()
const kiritimati = 'Pacific/Kiritimati'
const samoa = 'Pacific/Pago_Pago'

/** A day in a time zone, so many after today. */
const dayIn = (zone: string, days: number): string => new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv', { timeZone: zone })

/** Runs a test on one day of a time zone: again if midnight passed meanwhile. */
async function onOneDay(zone: string, run: () => Promise<void>): Promise<void> {
  const today = dayIn(zone, 0)
  try {
    await run()
  } catch (error) {
    if (dayIn(zone, 0) === today) throw error
    await run()
  }
}

const weekdayOf = (day: string): string => ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][new Date(day).getUTCDay()] ?? ''

/** The next date of a rule counted from completion; null after the last. */
function next(rule: string, due: string, completedOn: string | null, { month_overflow = 'skip' as const, moved = due } = {}): string | null {
  const place = { recurs_from: { date: due }, recurs_at: { date: due }, recurs_number: 1, due: { date: moved } }
  const day = completedOn === null ? null : parseDay(completedOn)
  return nextOccurrence({ rule, anchor: 'completion', month_overflow }, place, 'UTC', day)?.recurs_at.date ?? null
}

const lengths = { DAILY: 1, WEEKLY: 7, MONTHLY: 30.44, YEARLY: 365.24 }
const daysBetween = (from: string, to: string): number => parseDay(to) - parseDay(from)

// A rule with one date in each of its periods, and that in which it recurs.
const single = fc.constantFrom(
  ...(['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=TH', 'FREQ=WEEKLY;WKST=SU;BYDAY=SU', 'FREQ=MONTHLY;BYMONTHDAY=28', 'FREQ=MONTHLY;BYDAY=1MO'] as const),
  'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=28',
  'FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO',
)

// Saturday 28 November 2026 is the day of completion, where nothing else is said.
describe('200: completed', () => {
  test.each([
    // The rule sets no day, so it continues from the day of completion.
    ['late', 'FREQ=DAILY;INTERVAL=3', '2026-11-01', '2026-11-28', '2026-12-01'],
    ['on time', 'FREQ=DAILY;INTERVAL=3', '2026-11-28', '2026-11-28', '2026-12-01'],
    ['a day early', 'FREQ=DAILY;INTERVAL=3', '2026-11-29', '2026-11-28', '2026-12-01'],
    ['five days early, when three days later is before the date', 'FREQ=DAILY;INTERVAL=3', '2026-12-03', '2026-11-28', '2026-12-04'],
    ['three days early, when three days later is the date', 'FREQ=DAILY;INTERVAL=3', '2026-12-01', '2026-11-28', '2026-12-04'],
    ['a day early', 'FREQ=WEEKLY', '2026-11-29', '2026-11-28', '2026-12-05'],
    ['a day late', 'FREQ=WEEKLY;INTERVAL=4', '2026-11-29', '2026-11-30', '2026-12-28'],
    ['a month early', 'FREQ=MONTHLY', '2026-12-28', '2026-11-28', '2027-01-28'],
    ['late', 'FREQ=YEARLY;INTERVAL=2', '2026-12-15', '2027-01-03', '2029-01-03'],
    // The next of its days.
    ['the day before', 'FREQ=WEEKLY;BYDAY=SU', '2026-11-29', '2026-11-28', '2026-12-06'],
    ['ten days before', 'FREQ=WEEKLY;BYDAY=SU', '2026-11-29', '2026-11-19', '2026-12-06'],
    ['six days late', 'FREQ=WEEKLY;BYDAY=SU', '2026-11-22', '2026-11-28', '2026-11-29'],
    ['on the next date', 'FREQ=WEEKLY;BYDAY=SU', '2026-11-22', '2026-11-29', '2026-12-06'],
    ['the day before', 'FREQ=MONTHLY;BYDAY=-1FR', '2026-11-27', '2026-11-26', '2026-12-25'],
    ['the day before', 'FREQ=MONTHLY;BYMONTHDAY=15', '2026-12-15', '2026-12-14', '2027-01-15'],
    ['the year before', 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1', '2027-01-01', '2026-11-28', '2028-01-01'],
    // About an interval later, never tomorrow.
    ['the day before', 'FREQ=WEEKLY;INTERVAL=4;BYDAY=SU', '2026-11-29', '2026-11-28', '2026-12-27'],
    ['the day after, in another week', 'FREQ=WEEKLY;INTERVAL=4;BYDAY=SU', '2026-11-29', '2026-11-30', '2026-12-27'],
    ['four weeks late, on a Saturday', 'FREQ=WEEKLY;INTERVAL=4;BYDAY=SU', '2026-11-01', '2026-11-28', '2026-12-27'],
    ['nine days early', 'FREQ=WEEKLY;INTERVAL=4;BYDAY=SU', '2026-11-29', '2026-11-20', '2026-12-20'],
    ['eight weeks late, in a week that starts on Sunday', 'FREQ=WEEKLY;INTERVAL=4;BYDAY=SU;WKST=SU', '2026-10-04', '2026-11-28', '2026-12-27'],
    ['days late, in the next month', 'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=28', '2026-11-28', '2026-12-02', '2027-01-28'],
    ['weeks late', 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15', '2026-10-15', '2026-12-14', '2027-03-15'],
    ['weeks late, in the next year', 'FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=15', '2026-12-15', '2027-01-03', '2028-12-15'],
    ['weeks late, with no day of the month', 'FREQ=YEARLY;INTERVAL=2;BYMONTH=12', '2026-12-15', '2027-01-03', '2028-12-03'],
    ['late, in the week of the year before', 'FREQ=YEARLY;INTERVAL=2;BYWEEKNO=53;BYDAY=FR', '2027-01-01', '2027-01-02', '2032-12-31'],
    // The other day of the same week is still due.
    ['on time', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', '2026-11-23', '2026-11-23', '2026-11-26'],
    ['a day late', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', '2026-11-23', '2026-11-24', '2026-11-26'],
    ['on time', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', '2026-11-26', '2026-11-26', '2026-12-07'],
    ['two weeks early', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', '2026-11-23', '2026-11-09', '2026-11-26'],
  ])('%s, %s due on %s, on %s', (_, rule, due, completedOn, then) => {
    expect(next(rule, due, completedOn)).toBe(then)
  })

  const guide = readFileSync(new URL('../../src/docs/assets/guides/6-due-and-recurrence.md', import.meta.url), 'utf8')
  const examples = [...guide.matchAll(/^\| `(.+?)` +\| .*?([\d-]{10}) +\| .*?([\d-]{10}) /gm)]
  test.each(examples.map(([, rule = '', due = '', then = '']) => [rule, due, then] as const))(
    'as in the guide: %s due on %s, then on %s',
    (rule, due, then) => {
      expect(next(rule, due, '2026-11-28')).toBe(then)
    },
  )

  test('the guide has these examples', () => {
    expect(examples).toHaveLength(6)
  })

  test('at any time, a rule with an interval leads to a date about an interval later, and later than its own', () => {
    const property = fc.property(single, fc.integer({ min: 2, max: 12 }), fc.integer({ min: -40, max: 4000 }), (text, interval, late) => {
      const rule = `${text};INTERVAL=${interval}`
      const due = next(text, '2030-03-01', null) ?? ''
      const completedOn = formatDay(parseDay(due) + late)
      const then = next(rule, due, completedOn) ?? ''
      const period = Object.entries(lengths).find(([frequency]) => text.includes(frequency))?.[1] ?? 0
      expect(daysBetween(due, then), rule).toBeGreaterThan(0)
      expect(daysBetween(completedOn, then), rule).toBeGreaterThan(0)
      // No date is further from it than half a period, and what two dates of the rule may differ by.
      const off = daysBetween(completedOn, then) - interval * period
      if (late >= 0) expect(Math.abs(off), `${rule} due on ${due}, on ${completedOn}, then on ${then}`).toBeLessThanOrEqual(period / 2 + 7)
    })
    fc.assert(property, { numRuns: 500 })
  })

  test.each([
    // Counted from a Tuesday, from 2029 or from February, there is none.
    ['FREQ=DAILY;INTERVAL=7;BYDAY=MO', '2026-11-23', '2026-11-24', '2026-11-30'],
    ['FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29', '2028-02-29', '2029-03-01', '2032-02-29'],
    ['FREQ=MONTHLY;INTERVAL=2;BYMONTH=1', '2027-01-05', '2027-02-05', '2028-01-05'],
    ['FREQ=YEARLY;BYMONTH=2', '2026-02-05', '2026-03-30', '2027-02-05'],
  ])('with no date counted from then, continues on schedule: %s due on %s, on %s', (rule, due, completedOn, then) => {
    expect(next(rule, due, completedOn)).toBe(then)
  })

  test.each([
    ['later', '2026-12-07', '2026-11-28', '2026-12-13'],
    ['later', '2026-12-07', '2026-12-07', '2026-12-13'],
    ['earlier', '2026-11-28', '2026-11-28', '2026-12-06'],
    ['earlier', '2026-11-24', '2026-11-23', '2026-12-06'],
    ['later, and skipped', '2026-12-07', null, '2026-12-13'],
    ['earlier, and skipped', '2026-11-24', null, '2026-12-06'],
  ])('after it was moved %s, to %s, on %s', (_, moved, completedOn, then) => {
    expect(next('FREQ=WEEKLY;BYDAY=SU', '2026-11-29', completedOn, { moved })).toBe(then)
  })
})

describe('200: completed today', () => {
  beforeEach(() => service.alice.patch('/api/me', { time_zone: 'UTC' }).expect(200))

  test.each([
    ['every week, due tomorrow', 'FREQ=WEEKLY;BYDAY=tomorrow', 1, [8, 15, 22]],
    ['every four weeks, due tomorrow', 'FREQ=WEEKLY;INTERVAL=4;BYDAY=tomorrow', 1, [29, 57, 85]],
    ['every three days, due in five days', 'FREQ=DAILY;INTERVAL=3', 5, [6, 9, 12]],
    ['every day, due in two days', 'FREQ=DAILY', 2, [3, 4, 5]],
  ])('and twice more, %s: no date comes twice', async (_, text, dueIn, then) => {
    await onOneDay('UTC', async () => {
      const day = (days: number) => dayIn('UTC', days)
      const rule = text.replace('tomorrow', weekdayOf(day(1)))
      const task = await createRecurring(service.alice, rule, { date: day(dueIn) }, { anchor: 'completion' })
      expect(await duesOf(service.alice, task, 3)).toEqual(then.map(day))
      const { body } = await service.alice.get(`/api/me/tasks/${task.id}/occurrences`).expect(200)
      expect(body).toMatchObject([dueIn, ...then.slice(0, 2)].map((days) => ({ due: { date: day(days) } })))
    })
  })

  // It is never the same day in both zones.
  test.each([
    [kiritimati, samoa],
    [samoa, kiritimati],
  ])("is today in the due date's zone, %s, not in the user's, %s", async (zone, ofUser) => {
    await service.alice.patch('/api/me', { time_zone: ofUser }).expect(200)
    await onOneDay(zone, async () => {
      const due = { date_time: '2020-01-01T09:00', time_zone: zone }
      const task = await createRecurring(service.alice, 'FREQ=DAILY;INTERVAL=3', due, { anchor: 'completion' })
      expect(await duesOf(service.alice, task, 1)).toEqual([`${dayIn(zone, 3)}T09:00`])
    })
  })

  test.each([kiritimati, samoa])("is today in the user's zone, %s, if the due date has none", async (zone) => {
    await service.alice.patch('/api/me', { time_zone: zone }).expect(200)
    await onOneDay(zone, async () => {
      const task = await createRecurring(service.alice, 'FREQ=DAILY;INTERVAL=3', { date: '2020-01-01' }, { anchor: 'completion' })
      expect(await duesOf(service.alice, task, 2)).toEqual([dayIn(zone, 3), dayIn(zone, 6)])
    })
  })

  test('COUNT counts what was completed', async () => {
    const task = await createRecurring(service.alice, 'FREQ=DAILY;COUNT=2', { date: '2020-01-01' }, { anchor: 'completion' })
    expect(await duesOf(service.alice, task, 2)).toEqual([expect.any(String), 'done'])
  })

  test('or skipped instead: counted from its own date', async () => {
    const task = await createRecurring(service.alice, 'FREQ=DAILY;INTERVAL=3', { date: '2020-01-01' }, { anchor: 'completion' })
    const { body } = await service.alice.post(`/api/me/tasks/${task.id}/occurrences/skip`).expect(200)
    expect(body.due).toEqual({ date: '2020-01-04' })
  })

  test('and undone: the date and its place are back', async () => {
    await onOneDay('UTC', async () => {
      const due = { date: dayIn('UTC', 1) }
      const task = await createRecurring(service.alice, 'FREQ=DAILY;INTERVAL=3', due, { anchor: 'completion' })
      expect(await duesOf(service.alice, task, 1)).toEqual([dayIn('UTC', 3)])
      const { body } = await service.alice.patch(`/api/me/tasks/${task.id}`, { completed: false }).expect(200)
      expect(body.due).toEqual(due)
      expect(await duesOf(service.alice, task, 1)).toEqual([dayIn('UTC', 3)])
    })
  })
})

describe('200: occurrences of a window', () => {
  test('are those counted from a date that was moved', async () => {
    const task = await createRecurring(service.alice, 'FREQ=DAILY;INTERVAL=3', { date: '2026-11-24' }, { anchor: 'completion' })
    await service.alice.patch(`/api/me/tasks/${task.id}`, { due: '2026-11-30' }).expect(200)
    const { body } = await service.alice.get(`/api/me/tasks/${task.id}/occurrences?from=2026-11-20&to=2026-12-06`).expect(200)
    expect(body).toMatchObject(['2026-11-30', '2026-12-03', '2026-12-06'].map((date) => ({ due: { date } })))
  })
})
