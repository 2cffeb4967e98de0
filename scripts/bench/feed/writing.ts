// A creation with and without the record of changes, by many users and by one, whose commits wait for each other.
import { requireSuccess } from '../loader.ts'
import type { LoadResult } from '../loader.ts'
import type { Options } from '../options.ts'
import { requestText } from '../scenarios.ts'
import { factor, factors, progress, table, whole } from '../section.ts'
import type { Measured } from '../section.ts'
import type { Stage } from '../stage.ts'
import { ratios, spread } from '../statistics.ts'
import type { Workload } from '../workload.ts'

type Rounds = { recorded: LoadResult[]; unrecorded: LoadResult[] }

const [byMany, byOne] = ['Create, as 1,000 users', 'Create, as one user']

/** Creates tasks in turns with the trigger that records them and, as the superuser disables it, without. */
export async function writing(stage: Stage, { rounds, seconds, connections, warmFirst, warm }: Options): Promise<Measured> {
  const servers = [await stage.start('service', { settings: { CONCURRENT_REQUESTS_PER_USER: '1000', REQUESTS_PER_MINUTE: '100000000' } })]
  const workloads: Record<string, Workload> = {
    [byMany]: { scenario: 'create' },
    [byOne]: { requests: [{ kind: byOne, status: 201, text: requestText('create', stage.users.slice(0, 1)) }] },
  }
  const outcomes = new Map<string, Rounds>(Object.keys(workloads).map((what) => [what, { recorded: [], unrecorded: [] }]))
  const load = (workload: Workload, length: number): Promise<LoadResult> => stage.load({ servers, workload, connections, warm, seconds: length })
  for (const workload of Object.values(workloads)) await load(workload, warmFirst)
  for (let round = 0; round < rounds; round += 1) {
    progress(`feed: writing, round ${round + 1} of ${rounds}`)
    for (const [what, results] of outcomes) {
      const turns = (['recorded', 'unrecorded'] as const).toSorted(() => (round % 2 === 0 ? 1 : -1))
      for (const turn of turns) {
        await stage.database.reset()
        await stage.database.superuser(`alter table tasks ${turn === 'recorded' ? 'enable' : 'disable'} trigger recorded`)
        const result = await load(workloads[what] ?? { requests: [] }, seconds)
        requireSuccess(result, what)
        results[turn].push(result)
      }
    }
  }
  await stage.database.reset()
  await Promise.all(servers.map(({ stop }) => stop()))
  // Other services let no user send as much.
  await stage.database.superuser('truncate rate_limits')
  return present(outcomes)
}

const rate = ({ requests, seconds }: LoadResult): number => requests / seconds
const cost = ({ used, requests }: LoadResult): number => (used.server + used.database) / requests

function present(outcomes: Map<string, Rounds>): Measured {
  const rows = [...outcomes].flatMap(([what, { recorded, unrecorded }]) =>
    [recorded, unrecorded].map((results) => {
      const over = (value: (round: LoadResult) => number): number => spread(results.map(value)).median
      const figures = [
        whole(over(rate)),
        whole(over(({ used, requests }) => used.server / requests)),
        whole(over(({ used, requests }) => used.database / requests)),
      ]
      const against = results === recorded ? [factors(ratios(recorded, unrecorded, rate)), factors(ratios(recorded, unrecorded, cost))] : []
      return [what, results === recorded ? 'recorded' : 'not recorded', ...figures, over(({ p50 }) => p50).toFixed(1), ...against]
    }),
  )
  const text = `Tasks are created with the trigger that records changes and without it, in turns. The commits of one user wait for each other, as each
takes the user's next number.

${table(['', '', 'requests/s', 'server µs/request', 'database µs/request', 'p50 ms', 'rate, ratio', 'processor time, ratio'], rows)}`
  const { recorded: many, unrecorded } = outcomes.get(byMany) ?? { recorded: [], unrecorded: [] }
  const { recorded: one } = outcomes.get(byOne) ?? { recorded: [] }
  const findings = [
    {
      what: 'Rate of creations with the record of changes, to that without',
      target: '≥ 0.85 ×',
      measured: `${factor(ratios(many, unrecorded, rate).median)} ×`,
    },
    { what: 'Committed writes of one user', target: '≥ 300/s', measured: `${whole(spread(one.map(rate)).median)}/s` },
  ]
  return { findings, text }
}
