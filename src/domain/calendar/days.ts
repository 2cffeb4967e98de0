import { Temporal } from 'temporal-polyfill'
import { zoneOf } from './due-date.ts'

const dayMs = 86_400_000

const dateAt = (instant: number): string => new Date(instant).toISOString().slice(0, 10)

/** The date after another. */
export const dateAfter = (date: string): string => dateAt(Date.parse(date) + dayMs)

/** All dates from one to another, both included. */
export function datesBetween({ from, to }: { from: string; to: string }): string[] {
  const first = Date.parse(from)
  return Array.from({ length: (Date.parse(to) - first) / dayMs + 1 }, (_, index) => dateAt(first + index * dayMs))
}

/**
 * The instants at which consecutive dates start in a time zone, as toInstant says it of each. Only the first one and those near a transition
 * are looked up: to look up a year of them would keep other requests waiting.
 */
export function startsOf(dates: readonly string[], timeZone: string): string[] {
  const zone = zoneOf(timeZone) ?? 'UTC'
  let [start, transition] = [-Infinity, -Infinity]
  return dates.map((date) => {
    start += dayMs
    // Before the next transition, each day has 24 hours.
    if (start >= transition) {
      const midnight = Temporal.PlainDateTime.from(date)
      const found = midnight.toZonedDateTime(zone)
      start = found.epochMilliseconds
      // Where the clocks skip midnight, the next day starts sooner than 24 hours later.
      const isSkipped = !found.toPlainDateTime().equals(midnight)
      transition = isSkipped ? -Infinity : (found.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity)
    }
    return new Date(start).toISOString()
  })
}
