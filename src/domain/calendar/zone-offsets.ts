import { setImmediate as nextTurn } from 'node:timers/promises'
import { Temporal } from 'temporal-polyfill'
import { zoneOf } from './due-date.ts'

/** By how much the local times of a zone are ahead of UTC: from the nth start on, the nth offset. Starts are local; all in seconds. */
export type ZoneOffsets = { starts: number[]; offsets: number[] }

// Every due date that there can be, and a day on either side.
const [firstDay, lastDay] = ['1899-12-30T00:00Z', '2201-01-03T00:00Z']

// To find the next transition takes up to some milliseconds where it is the first time.
const longestPieceMs = 5

/**
 * The offsets of a time zone over the years that due dates may be in, as PostgreSQL may know another edition of the time zone database.
 * There are some six hundred at most, found in short pieces.
 *
 * Where the clocks change, the offset before holds for the local times that they show twice, and for those that they skip: so it
 * does in toInstant (RFC 5545, section 3.3.5). An offset therefore starts at the later of the two local times of its transition.
 */
export async function zoneOffsets(timeZone: string): Promise<ZoneOffsets> {
  const last = Temporal.Instant.from(lastDay)
  let at = Temporal.Instant.from(firstDay).toZonedDateTimeISO(zoneOf(timeZone) ?? 'UTC')
  let offset = offsetOf(at)
  const [starts, offsets] = [[localSeconds(at, offset)], [offset]]
  let began = performance.now()
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (!next || Temporal.Instant.compare(next.toInstant(), last) > 0) return { starts, offsets }
    const before = offset
    at = next
    offset = offsetOf(at)
    starts.push(localSeconds(at, Math.max(before, offset)))
    offsets.push(offset)
    if (performance.now() - began < longestPieceMs) continue
    await nextTurn()
    began = performance.now()
  }
}

const offsetOf = ({ offsetNanoseconds }: Temporal.ZonedDateTime): number => offsetNanoseconds / 1_000_000_000

const localSeconds = ({ epochMilliseconds }: Temporal.ZonedDateTime, offset: number): number => epochMilliseconds / 1_000 + offset
