import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { dateAfter, datesBetween, startsOf } from '../../src/domain/calendar/days.ts'
import { toInstant } from '../../src/domain/calendar/due-date.ts'

const startOf = (date: string, timeZone: string): number => {
  const before = Temporal.PlainDate.from(date).subtract({ days: 1 }).toString()
  return Date.parse(toInstant({ date: before }, timeZone))
}

// Clocks that change at midnight, skip or repeat it, skip a day, change often, by half an hour, or never.
test.each([
  ['America/Sao_Paulo', '2017-09-01', '2018-08-31'],
  ['America/Havana', '2026-01-01', '2026-12-31'],
  ['Pacific/Apia', '2011-06-01', '2012-05-30'],
  ['Africa/Casablanca', '2026-01-01', '2026-12-31'],
  ['Australia/Lord_Howe', '2026-01-01', '2026-12-31'],
  ['Asia/Gaza', '2026-01-01', '2026-12-31'],
  ['Europe/Berlin', '1945-01-01', '1945-12-31'],
  ['Asia/Kolkata', '2026-01-01', '2026-12-31'],
  ['UTC', '2023-07-01', '2024-06-30'],
])('the days of a year in %s start where each of them starts', (timeZone, from, to) => {
  const dates = datesBetween({ from, to })
  expect(dates.at(0)).toBe(from)
  expect(dates.at(-1)).toBe(to)
  expect(startsOf(dates, timeZone).map(Date.parse)).toEqual(dates.map((date) => startOf(date, timeZone)))
})

test('the date after the last of a month, and of a leap February', () => {
  expect(['2026-11-30', '2024-02-28', '2024-02-29', '2026-12-31'].map(dateAfter)).toEqual(['2026-12-01', '2024-02-29', '2024-03-01', '2027-01-01'])
})
