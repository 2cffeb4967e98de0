// Whether a request costs the same for a user with a hundred tasks and one with a million, among ten million.
import { createCursors } from '../../src/execution/cursor.ts'
import { listOf, placeById } from '../../src/execution/page.ts'
import { fillWith, ownersIn } from './growth-data.ts'
import type { Owner } from './growth-data.ts'
import { requireSuccess } from './loader.ts'
import type { LoadResult } from './loader.ts'
import { anyOf, toHttp } from './scenarios.ts'
import type { User } from './scenarios.ts'
import { factor, factors, progress, table, whole } from './section.ts'
import type { Finding, Measured, Section } from './section.ts'
import { ratios, spread } from './statistics.ts'
import type { PreparedRequest } from './workload.ts'

const pageSize = 20

/** The requests, as what follows the path of a user's tasks. */
const queries: Record<string, (owner: Owner, secret: string) => string> = {
  'Get one': (owner) => `/${owner.nth(anyOf(owner.tasks))}`,
  'First page of 20': () => `?limit=${pageSize}`,
  'A page from the middle': (owner, secret) => {
    const list = listOf(`/api/${owner.id}/tasks`, { status: 'all', tag_match: 'all' })
    return `?limit=${pageSize}&cursor=${createCursors(secret).format(list, placeById({ id: owner.nth(owner.tasks / 4 + anyOf(owner.tasks / 2)) }))}`
  },
  'Open ones by title, 20': () => `?limit=${pageSize}&status=open&sort=title`,
}

type Rounds = Map<Owner, LoadResult[]>

/** Fills the table and sends requests as three users in turn. */
export const growth: Section = {
  title: 'Growth',
  pinned: true,
  data: ({ tasks }) => ({ fill: (client) => fillWith(tasks, client), users: ownersIn(tasks).length }),
  async measure(stage, { tasks, rounds, seconds, connections }) {
    const owners = ownersIn(tasks)
    // One user sends as much as the machine can handle, which no user may.
    const servers = [await stage.start('service', { settings: { CONCURRENT_REQUESTS_PER_USER: '1000', REQUESTS_PER_MINUTE: '100000000' } })]
    const outcomes = new Map<string, Rounds>(Object.keys(queries).map((what) => [what, new Map(owners.map((owner) => [owner, []]))]))
    for (let round = -1; round < rounds; round += 1) {
      progress(`growth: ${round < 0 ? 'warming up' : `round ${round + 1} of ${rounds}`}`)
      for (const [what, each] of outcomes) {
        for (const [owner, results] of round % 2 === 0 ? each : [...each].reverse()) {
          const result = await stage.load({ servers, workload: { requests: prepare(stage, what, owner) }, connections, warm: 0.3, seconds })
          requireSuccess(result, what)
          if (round >= 0) results.push(result)
        }
      }
    }
    return present(outcomes, tasks, stage.fillSeconds)
  },
}

/** More requests than a round sends, so that a task is rarely asked for twice if there are more. */
function prepare({ users, secret }: { users: User[]; secret: string }, what: string, owner: Owner): PreparedRequest[] {
  const token = users.find(({ id }) => id === owner.id)?.token ?? ''
  const query = queries[what]
  if (!query) throw new Error(`there is no request "${what}"`)
  return Array.from({ length: 10_000 }, () => {
    const path = `/api/${owner.id}/tasks${query(owner, secret)}`
    return { kind: what, status: 200, text: toHttp({ method: 'GET', path, body: null }, token) }
  })
}

const serverCost = ({ used, requests }: LoadResult): number => used.server / requests
const databaseCost = ({ used, requests }: LoadResult): number => used.database / requests
const cost = (round: LoadResult): number => serverCost(round) + databaseCost(round)
const latency = ({ p50 }: LoadResult): number => p50

function present(outcomes: Map<string, Rounds>, tasks: number, fillSeconds: number): Measured {
  const columns = [
    '',
    'tasks of the user',
    'server µs/request',
    'database µs/request',
    'p50 ms',
    'server, ratio',
    'database, ratio',
    'both, ratio',
    'p50, ratio',
  ]
  const findings: Finding[] = []
  const rows = [...outcomes].flatMap(([what, rounds]) => {
    const [[, base = []] = []] = rounds
    return [...rounds].map(([owner, results]) => {
      const over = (value: (round: LoadResult) => number): number => spread(results.map(value)).median
      const against = (value: (round: LoadResult) => number): string => (results === base ? '' : factors(ratios(results, base, value)))
      if (results !== base)
        findings.push({
          what: `${what}, ${whole(owner.tasks)} tasks against 100: processor time, and p50`,
          target: 'flat (≤ 1.2 ×)',
          measured: `${factor(ratios(results, base, cost).median)} ×, ${factor(ratios(results, base, latency).median)} ×`,
        })
      return [
        what,
        whole(owner.tasks),
        whole(over(serverCost)),
        whole(over(databaseCost)),
        over(latency).toFixed(2),
        ...[serverCost, databaseCost, cost, latency].map(against),
      ]
    })
  })
  const text = `${whole(tasks)} tasks in one table, of three users and of 9,001 others, in turn, with all indexes except that of words, which none of these
requests uses. Starting the database and filling it took ${fillSeconds.toFixed(0)} s. Ratios are to the user with 100 tasks in the same round: medians, with the least and the
most of the rounds. \`REQUESTS_PER_MINUTE\` and \`CONCURRENT_REQUESTS_PER_USER\` are raised, as one user sends as much as the machine can handle.

${table(columns, rows)}`
  return { findings, text }
}
