// How long a thousand open connections wait at 70 % of what the service can do, among them some whose token is no good.
import pg from 'pg'
import { forged } from '../bench/checks.ts'
import type { Card } from '../bench/deck.ts'
import type { LoadResult } from '../bench/loader.ts'
import { inWriting, scenarios, wireOf } from '../bench/scenarios.ts'
import type { Person } from '../bench/scenarios.ts'
import type { Place } from '../bench/servers.ts'
import { spread } from '../bench/statistics.ts'
import { failuresOf, requireGood } from './good.ts'
import type { BoundsOptions } from './options.ts'
import { table, whole } from './section.ts'
import type { Measured, Section } from './section.ts'
import { onStage } from './stage.ts'
import type { Setting } from './stage.ts'

const share = 0.7
const crowdOf = 1_000
const cards = 10_000
const [good, refused] = ['good', 'refused'] as const

type Round = { capacity: number; paced: LoadResult }

/** Asks for all the service can do, and then for 70 % of it, in turn. */
export async function crowd(setting: Setting, { rounds, seconds, connections }: BoundsOptions): Promise<Section> {
  return onStage(setting, async ({ place, loader, service }) => {
    const { port, pid } = await service()
    const where = { ports: [port], serverPids: [pid], databasePid: place.database.pid }
    const full = { asked: { scenario: 'get' as const }, ...where, connections, perSecond: null }
    const deck = deckOf(place.people)
    await spreadLimits(place)
    await loader.round({ ...full, warm: 0, seconds: 3 })
    const measured: Round[] = []
    for (let round = 0; round < rounds; round += 1) {
      process.stderr.write(`crowd: round ${round + 1} of ${rounds}\n`)
      const most = await loader.round({ ...full, warm: 0.5, seconds })
      requireGood(most, 'crowd')
      const capacity = most.requests / most.seconds
      const paced = await loader.round({ asked: { deck }, ...where, connections: crowdOf, perSecond: share * capacity, warm: 4, seconds: seconds * 3 })
      measured.push({ capacity, paced })
    }
    return sectionOf(measured)
  })
}

/**
 * A user's limit is counted in minutes that begin with a request. Had all users begun in the same moment, as here they would, a
 * minute later all of them would at once have the database count anew; those of people who come and go end one after the other.
 */
async function spreadLimits({ database, people }: Place): Promise<void> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    await client.query(`insert into rate_limits (key, used, ends_at)
      select 'requests ' || n, 0, now() + n * interval '60 seconds' / ${people.length} from generate_series(1, ${people.length}) as n
      on conflict (key) do update set ends_at = excluded.ends_at`)
  } finally {
    await client.end()
  }
}

/** Nine requests for a task, each of any user, for one that is signed with another key. */
function deckOf(people: readonly Person[]): Card[] {
  const bad = people.map(({ id, token }) => inWriting(scenarios.get.request(id), forged(token)))
  return Array.from({ length: cards }, (_, index) => {
    const wire = index % 10 === 0 ? bad[index % bad.length] : undefined
    return wire === undefined ? { kind: good, wire: wireOf('get', people), status: 200 } : { kind: refused, wire, status: 401 }
  })
}

function sectionOf(rounds: Round[]): Measured {
  const over = (kind: string, value: 'p50' | 'p99' | 'most'): number => spread(rounds.map(({ paced }) => paced.byKind[kind]?.[value] ?? NaN)).median
  const failures = rounds.map(({ paced }) => failuresOf(paced)).filter((each) => each !== '')
  const others = failures.length === 0 ? 'none' : failures.join('; ')
  const rows = rounds.map(({ capacity, paced }, index) => {
    const figures = [good, refused].flatMap((kind) => [paced.byKind[kind]?.p50, paced.byKind[kind]?.p99, paced.byKind[kind]?.most])
    const busy = ((paced.used.server / (paced.seconds * 1e6)) * 100).toFixed(0)
    return [String(index + 1), whole(capacity), whole(paced.requests / paced.seconds), `${busy} %`, ...figures.map((value) => (value ?? NaN).toFixed(1)), failuresOf(paced) || 'none']
  })
  const columns = ['round', 'capacity, requests/s', 'requests/s', 'service busy', 'p50 ms', 'p99 ms', 'max ms', '401 p50 ms', '401 p99 ms', '401 max ms', 'other answers']
  const text = `*Capacity* is what 32 connections get, each asking for a task as soon as it is answered. Then ${whole(crowdOf)} connections stay open and ask for
70 % of that between them, each at times that are planned beforehand; latency counts from the planned time, whenever the request
could be sent. One in ten has a token that is signed with another key. Latencies are those of the answers that were due, a task or a
401; *other answers* are all others, from the first request on. Who is refused with 503 asks again at the next planned time,
and does not heed \`Retry-After\`.

${table(columns, rows)}`
  const findings = [
    { what: `${whole(crowdOf)} connections at 70 % of capacity: p99`, target: '< 100 ms', measured: `${over(good, 'p99').toFixed(1)} ms` },
    { what: 'the same, of the 401s: p99', target: '< 20 ms', measured: `${over(refused, 'p99').toFixed(1)} ms` },
    { what: 'the same: answers other than 200 and 401', target: 'none', measured: others },
  ]
  return { title: 'Crowd', findings, text }
}
