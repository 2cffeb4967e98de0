import { describe, expect, test } from 'vitest'
import { toInstant } from '../../src/domain/calendar/due-date.ts'
import { zoneOffsets } from '../../src/domain/calendar/zone-offsets.ts'
import type { ZoneOffsets } from '../../src/domain/calendar/zone-offsets.ts'
import { testService } from '../support/service.ts'
import type { Person } from '../support/service.ts'

const service = testService()

/** A local time by the seconds that it is ahead of 1970. */
const localTime = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(0, 19)

/** Local times around the transitions of a zone: just before and after each, and within what is skipped or shown twice. */
function timesAround({ starts, offsets }: ZoneOffsets): number[] {
  const times = starts.flatMap((start, index) => {
    const jump = Math.abs((offsets[index] ?? 0) - (offsets[index - 1] ?? 0))
    return [start - jump - 1, start - jump, start - Math.floor(jump / 2), start - 1, start]
  })
  return [...new Set(times)].filter((seconds) => localTime(seconds) >= '1900' && localTime(seconds) < '2201')
}

/** Gives someone tasks that are due at local times. */
async function dueAt({ id }: Person, times: string[]): Promise<void> {
  await service.database.superuser(
    `insert into tasks (user_id, title, due, due_at) select $1, 'x', jsonb_build_object('date_time', time), now() from unnest($2::text[]) as time`,
    [id, times],
  )
}

const momentsOf = async ({ id }: Person): Promise<Map<string, string>> => {
  const rows = await service.database.superuser<{ time: string; moment: string }>(
    `select due ->> 'date_time' as time, to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as moment from tasks where user_id = $1`,
    [id],
  )
  return new Map(rows.map(({ time, moment }) => [time, moment]))
}

describe('200: another time zone moves local times as Temporal does', () => {
  test('in every zone there is, by its offsets', async () => {
    const wrong: string[] = []
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const known = await zoneOffsets(zone)
      // From 2040 on it is the same each year, so that a part of them will do.
      const times = timesAround(known).filter((seconds, index) => localTime(seconds) < '2040' || index % 40 === 0)
      for (const seconds of times) {
        const last = known.starts.findLastIndex((start) => start <= seconds)
        const moment = new Date((seconds - (known.offsets[last] ?? NaN)) * 1_000).toISOString()
        if (moment.replace('.000', '') !== toInstant({ date_time: localTime(seconds) }, zone)) wrong.push(`${zone} ${localTime(seconds)}`)
      }
    }
    expect(wrong).toEqual([])
  }, 240_000)

  test.each([
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Africa/Casablanca',
    'Africa/Monrovia',
    'Asia/Pyongyang',
    'America/Caracas',
  ])('in %s, in the database', async (zone) => {
    const someone = await service.register(zone.toLowerCase().replace('/', '-'))
    const times = timesAround(await zoneOffsets(zone)).map(localTime)
    await dueAt(someone, times)
    await someone.patch('/api/me', { time_zone: zone }).expect(200)
    const moments = await momentsOf(someone)
    const expected = new Map(times.map((time) => [time, toInstant({ date_time: time }, zone)]))
    expect([...moments].filter(([time, moment]) => expected.get(time) !== moment)).toEqual([])
    expect(moments.size).toBe(expected.size)
  })
})

describe('200: another time zone of someone with 20,000 local due dates', () => {
  const count = 20_000

  test('moves all of them, and others are answered meanwhile', async () => {
    const someone = await service.register('busy')
    await dueAt(
      someone,
      Array.from({ length: count }, (_, index) => localTime(1_700_000_000 + index * 60)),
    )
    const state = { moved: false }
    const move = someone
      .patch('/api/me', { time_zone: 'America/New_York' })
      .expect(200)
      .then(() => (state.moved = true))
    let answered = 0
    for (; !state.moved; answered += 1) await service.bob.get('/api/me').expect(200)
    await move
    expect(answered).toBeGreaterThan(20)
    const [row] = await service.database.superuser<{ right: number }>(
      `select count(*)::int as right from tasks where user_id = $1 and due_at = (due ->> 'date_time')::timestamp at time zone 'America/New_York'`,
      [someone.id],
    )
    expect(row?.right).toBeGreaterThan(count * 0.99)
  })

  test('moves none of them in a dry run', async () => {
    const someone = await service.register('dry')
    await dueAt(someone, ['2026-07-01T12:00:00'])
    const before = await momentsOf(someone)
    await someone.patch('/api/me', { time_zone: 'America/New_York' }).set('Prefer', 'dry-run').expect(200)
    expect(await momentsOf(someone)).toEqual(before)
  })
})
