// What a request costs and how long it waits with a thousand connections, at 70 % and at 95 % of capacity.
import pg from 'pg'
import { forged } from './checks.ts'
import type { Latency } from './latencies.ts'
import { failuresIn, requireSuccess } from './loader.ts'
import type { LoadResult } from './loader.ts'
import { requestText, scenarios, toHttp } from './scenarios.ts'
import type { User } from './scenarios.ts'
import { progress, table, whole } from './section.ts'
import type { Measured, Section } from './section.ts'
import type { Environment, RunningServer } from './servers.ts'
import { spread } from './statistics.ts'
import type { PreparedRequest } from './workload.ts'

const shares = [0.7, 0.95]
const crowdSize = 1_000
const preparedRequests = 10_000
const [valid, invalid] = ['valid', 'invalid'] as const

/** The most that a few connections get, and a part of that over as few and over the crowd. */
type Round = { server: 'service' | 'bare'; share: number; peak: LoadResult; few: LoadResult; paced: LoadResult }

/** Measures the capacity and then sends a share of it, in turns. */
export const crowd: Section = {
  title: 'A thousand connections',
  pinned: true,
  async measure(stage, { rounds, seconds, connections }) {
    const requests = prepare(stage.users)
    await spreadLimits(stage)
    const measureAt = async (server: RunningServer, share: number): Promise<Omit<Round, 'server'>> => {
      const load = { servers: [server], workload: { requests } }
      const peak = await stage.load({ ...load, connections, warm: 0.5, seconds })
      requireSuccess(peak, 'crowd')
      const perSecond = (share * peak.requests) / peak.seconds
      const paced = { ...load, perSecond, warm: 4, seconds: seconds * 3 }
      return { share, peak, few: await stage.load({ ...paced, connections }), paced: await stage.load({ ...paced, connections: crowdSize }) }
    }
    const measured: Round[] = []
    for (const name of ['service', 'bare'] as const) {
      const server = await stage.start(name)
      await stage.load({ servers: [server], workload: { scenario: 'get' }, connections, seconds: 3 })
      for (let round = 0; round < rounds; round += 1) {
        for (const share of shares) {
          progress(`crowd: ${server.title}, round ${round + 1} of ${rounds} at ${percent(share)}`)
          measured.push({ server: name, ...(await measureAt(server, share)) })
        }
      }
      await server.stop()
    }
    return present(measured, connections)
  },
}

/**
 * A user's limit counts minutes that begin with a request. All users begin at once here, so a minute later the database would
 * have to reset all counts at once; the minutes of real users end one after another.
 */
async function spreadLimits({ database, users }: Environment): Promise<void> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    await client.query(`insert into rate_limits (key, used, ends_at)
      select 'requests ' || n, 0, now() + n * interval '60 seconds' / ${users.length} from generate_series(1, ${users.length}) as n
      on conflict (key) do update set ends_at = excluded.ends_at`)
  } finally {
    await client.end()
  }
}

/** Requests for tasks of all users; one in ten has a token that is signed with another key. */
function prepare(users: readonly User[]): PreparedRequest[] {
  const bad = users.map(({ id, token }) => toHttp(scenarios.get.request(id), forged(token)))
  return Array.from({ length: preparedRequests }, (_, index) => {
    const text = index % 10 === 0 ? bad[index % bad.length] : undefined
    return text === undefined ? { kind: valid, text: requestText('get', users), status: 200 } : { kind: invalid, text, status: 401 }
  })
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`
const costOf = ({ used, requests }: LoadResult): number => used.server / requests

const ratioOf = (rounds: Round[], to: 'peak' | 'few' = 'peak'): number => spread(rounds.map((round) => costOf(round.paced) / costOf(round[to]))).median

function present(all: Round[], connections: number): Measured {
  const [rounds, bare] = [all.filter(({ server }) => server === 'service'), all.filter(({ server }) => server === 'bare')]
  const crowded = whole(crowdSize)
  const over = (share: number, value: (round: Round) => number): number => spread(rounds.filter((round) => round.share === share).map(value)).median
  const failures = rounds.map(({ paced }) => failuresIn(paced)).filter((each) => each !== '')
  const rows = rounds.map(({ share, peak, few, paced }) => [
    percent(share),
    whole(peak.requests / peak.seconds),
    whole(paced.requests / paced.seconds),
    percent(paced.used.server / (paced.seconds * 1e6)),
    ...[peak, few, paced].map(costOf).map(whole),
    ...[valid, invalid].flatMap((kind) => [paced.byKind[kind]?.p50, paced.byKind[kind]?.p99]).map((value) => (value ?? NaN).toFixed(1)),
    paced.most.toFixed(1),
    failuresIn(paced) || 'none',
  ])
  const columns = ['share', `capacity, requests/s`, 'requests/s', 'service busy', `µs a request of ${connections}`, 'as many a second', `µs of ${crowded}`]
  const waits = ['p50 ms', 'p99 ms', '401 p50 ms', '401 p99 ms', 'max ms', 'other responses']
  const text = `*Capacity* is what ${connections} connections get that each send the next request as soon as they have a response. Then as many, and ${crowded},
send 70 % or 95 % of that between them, at planned times; latency counts from the planned time, even if the request was sent later. One in
ten has a token that is signed with another key. *µs* are of the service's processor, for each request. *Other responses* are neither a
task nor a 401, from the first request on. A 503 is followed by the next planned request, whatever \`Retry-After\` says.

At 70 %, requests come one by one, and each finds the processor's caches cold, where many at once share what they hold. So a request costs
more at ${connections} connections as well. With the bare server, which does little, one of ${crowded} connections costs ${ratioOf(bare).toFixed(2)} × one of ${connections}.

${table([...columns, ...waits], rows)}`
  const waitOf = (share: number, value: (latency: Latency) => number, kind: string = valid): string =>
    `${over(share, ({ paced: { byKind } }) => (byKind[kind] ? value(byKind[kind]) : NaN)).toFixed(1)} ms`
  const findings = [
    { what: `${crowded} connections: cost of a request, to one of ${connections}`, target: '≤ 1.15 ×', measured: `${ratioOf(rounds).toFixed(2)} ×` },
    { what: `the same, to one of ${connections} that send as many a second`, target: '≤ 1.15 ×', measured: `${ratioOf(rounds, 'few').toFixed(2)} ×` },
    { what: 'at 70 % of capacity: p99', target: '< 100 ms', measured: waitOf(0.7, ({ p99 }) => p99) },
    { what: 'the same, of 401s: p99', target: '< 20 ms', measured: waitOf(0.7, ({ p99 }) => p99, invalid) },
    { what: 'at 95 % of capacity: p95', target: '< 500 ms', measured: waitOf(0.95, ({ p95 }) => p95) },
    { what: 'responses other than 200 and 401', target: 'none', measured: failures.join('; ') || 'none' },
  ]
  return { findings, text }
}
