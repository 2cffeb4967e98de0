// What a second process of the service adds, for requests that do not need the database and for one that does.
import { cpus } from 'node:os'
import { forged } from './checks.ts'
import { requireSuccess } from './loader.ts'
import type { LoadResult } from './loader.ts'
import { scenarios, toHttp } from './scenarios.ts'
import type { User } from './scenarios.ts'
import { factor, factors, progress, table, whole } from './section.ts'
import type { Measured, Section } from './section.ts'
import type { RunningServer } from './servers.ts'
import { perCpuSecond, ratios, shareOfOthers, spread } from './statistics.ts'
import type { Spread } from './statistics.ts'
import type { Workload } from './workload.ts'

type Rounds = { one: LoadResult[]; two: LoadResult[] }

const [rejection, read] = ['A forged token (401)', 'Get one']

/** Loads one process and then two, in turns, with all processors shared. */
export const processes: Section = {
  title: 'Processes',
  pinned: false,
  async measure(stage, { rounds, seconds, connections }) {
    const servers = [await stage.start('service'), await stage.start('service')]
    const outcomes = new Map<string, Rounds>([rejection, read].map((what) => [what, { one: [], two: [] }]))
    const load = (what: string, loaded: RunningServer[], length: number): Promise<LoadResult> =>
      stage.load({ servers: loaded, workload: workloadFor(what, stage.users), connections, warm: 0.5, seconds: length })
    for (const what of outcomes.keys()) await load(what, servers, 3)
    for (let round = 0; round < rounds; round += 1) {
      progress(`processes: round ${round + 1} of ${rounds}`)
      for (const [what, { one, two }] of outcomes) {
        for (const [results, count] of [
          [one, 1],
          [two, 2],
        ] as const) {
          const result = await load(what, servers.slice(0, count), seconds)
          requireSuccess(result, what)
          results.push(result)
        }
      }
    }
    return present(outcomes)
  },
}

/** A forged token is rejected without the database; an invalid body would still look up the session. */
function workloadFor(what: string, users: readonly User[]): Workload {
  if (what === read) return { scenario: 'get' }
  return { requests: users.map(({ id, token }) => ({ kind: what, status: 401, text: toHttp(scenarios.get.request(id), forged(token)) })) }
}

const processors = cpus().length
const rate = ({ requests, seconds }: LoadResult): number => requests / seconds
const busy =
  (share: (used: LoadResult['used']) => number) =>
  ({ used, seconds }: LoadResult): number =>
    share(used) / (seconds * 1e6)

/** What two processes would handle with a processor each, against one that has one, by the processor time of a request. */
const withOwnProcessors = ({ one, two }: Rounds): Spread => {
  const { median, least, most } = ratios(two, one, perCpuSecond)
  return { median: 2 * median, least: 2 * least, most: 2 * most }
}

function present(outcomes: Map<string, Rounds>): Measured {
  const columns = [
    '',
    'processes',
    'requests/s',
    'server µs/request',
    'database µs/request',
    'load µs/request',
    'processors: service',
    'database',
    'load',
    'others',
  ]
  const rows = [...outcomes].flatMap(([what, { one, two }]) =>
    [one, two].map((results, index) => {
      const over = (value: (round: LoadResult) => number): number => spread(results.map(value)).median
      const each = [({ used }: LoadResult) => used.server, ({ used }: LoadResult) => used.database, ({ used }: LoadResult) => used.load]
      const costs = each.map((used) => whole(over((round) => used(round) / round.requests)))
      const shares = [
        busy(({ server }) => server),
        busy(({ database }) => database),
        busy(({ load }) => load),
        (round: LoadResult) => shareOfOthers(round, processors) * processors,
      ]
      return [what, String(index + 1), whole(over(rate)), ...costs, ...shares.map((value) => factor(over(value)))]
    }),
  )
  const compared = [...outcomes].map(([what, rounds]) => [what, factors(ratios(rounds.two, rounds.one, rate)), factors(withOwnProcessors(rounds))])
  const text = `Load, database and services share ${processors} processors, so two processes lack what the load generator takes. *With a processor each* is
what two processes would handle then, as a multiple of one process with one: twice the ratio of requests per second of processor time.
A forged token is rejected without the database: it costs parsing, the check of its signature, a response and a line of the log.

${table(columns, rows)}

${table(['Two against one', 'requests/s', 'with a processor each'], compared)}`
  const [[, rounds] = ['', { one: [], two: [] }]] = outcomes
  const measured = `${factor(ratios(rounds.two, rounds.one, rate).median)} × with shared processors; ${factor(withOwnProcessors(rounds).median)} × with a processor each`
  return { findings: [{ what: 'Two processes against one, where the database is not the limit', target: '≥ 1.7 ×', measured }], text }
}
