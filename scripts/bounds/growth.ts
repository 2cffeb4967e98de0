// Whether a request costs the same whether its user has a hundred tasks or a million, among ten million.
import { cursorAfter } from '../../src/execution/cursor.ts'
import type { Card } from '../bench/deck.ts'
import type { LoadResult } from '../bench/loader.ts'
import { inWriting } from '../bench/scenarios.ts'
import type { RunningServer } from '../bench/servers.ts'
import { ratios, spread } from '../bench/statistics.ts'
import type { BoundsOptions } from './options.ts'
import { fillWith, ownersIn } from './growth-data.ts'
import type { Owner } from './growth-data.ts'
import { requireGood } from './good.ts'
import { factor, factors, table, whole } from './section.ts'
import type { Finding, Measured, Section } from './section.ts'
import { onStage } from './stage.ts'
import type { Setting, Stage } from './stage.ts'

const anyOf = (count: number): number => Math.floor(Math.random() * count)
const pageSize = 20

/** What is asked, as a query behind the path of a user's tasks. */
const questions: Record<string, (owner: Owner) => string> = {
  'Get one': (owner) => `/${owner.nth(anyOf(owner.tasks))}`,
  'First page of 20': () => `?limit=${pageSize}`,
  'A page from the middle': (owner) => `?limit=${pageSize}&cursor=${cursorAfter(owner.nth(owner.tasks / 4 + anyOf(owner.tasks / 2)))}`,
  'Pending ones by title, 20': () => `?limit=${pageSize}&status=pending&sort=title`,
}

type Rounds = Map<Owner, LoadResult[]>

/** Fills the table and has three users ask in turn. */
export async function growth(setting: Setting, { tasks, rounds, seconds, connections }: BoundsOptions): Promise<Section> {
  const owners = ownersIn(tasks)
  let loading = 0
  const fill: NonNullable<Setting['data']>['fill'] = async (client) => {
    const began = performance.now()
    await fillWith(tasks, client)
    loading = (performance.now() - began) / 1_000
    process.stderr.write(`growth: ${whole(tasks)} tasks put there in ${loading.toFixed(0)} s\n`)
  }
  return onStage({ ...setting, data: { fill, users: owners.length } }, async (stage) => {
    // One user asks for as much as the machine can do, which no user may.
    const server = await stage.service({ REQUESTS_PER_MINUTE: '100000000' })
    const outcomes = new Map<string, Rounds>(Object.keys(questions).map((question) => [question, new Map(owners.map((owner) => [owner, []]))]))
    for (let round = -1; round < rounds; round += 1) {
      process.stderr.write(`growth: ${round < 0 ? 'warming up' : `round ${round + 1} of ${rounds}`}\n`)
      for (const [question, each] of outcomes) {
        for (const [owner, results] of round % 2 === 0 ? each : [...each].reverse()) {
          const result = await ask(stage, server, deckOf(stage, question, owner), connections, seconds)
          requireGood(result, question)
          if (round >= 0) results.push(result)
        }
      }
    }
    return sectionOf(outcomes, tasks, loading)
  })
}

/** More cards than are asked in a round, so that a task is hardly ever asked for twice where there are more of them. */
function deckOf({ place }: Stage, question: string, owner: Owner): Card[] {
  const token = place.people.find(({ id }) => id === owner.id)?.token ?? ''
  const query = questions[question]
  if (!query) throw new Error(`there is no question "${question}"`)
  return Array.from({ length: 10_000 }, () => {
    const path = `/api/${owner.id}/tasks${query(owner)}`
    return { kind: question, status: 200, wire: inWriting({ method: 'GET', path, body: null }, token) }
  })
}

const ask = ({ loader, place }: Stage, { port, pid }: RunningServer, deck: Card[], connections: number, seconds: number): Promise<LoadResult> =>
  loader.round({ asked: { deck }, ports: [port], serverPids: [pid], databasePid: place.database.pid, connections, perSecond: null, warm: 0.3, seconds })

const serverCost = ({ used, requests }: LoadResult): number => used.server / requests
const databaseCost = ({ used, requests }: LoadResult): number => used.database / requests
const cost = (round: LoadResult): number => serverCost(round) + databaseCost(round)
const latency = ({ p50 }: LoadResult): number => p50

function sectionOf(outcomes: Map<string, Rounds>, tasks: number, loading: number): Measured {
  const columns = ['', 'tasks of the user', 'server µs/request', 'database µs/request', 'p50 ms', 'server, ratio', 'database, ratio', 'both, ratio', 'p50, ratio']
  const findings: Finding[] = []
  const rows = [...outcomes].flatMap(([question, rounds]) => {
    const [[, base = []] = []] = rounds
    return [...rounds].map(([owner, results]) => {
      const over = (value: (round: LoadResult) => number): number => spread(results.map(value)).median
      const against = (value: (round: LoadResult) => number): string => (results === base ? '' : factors(ratios(results, base, value)))
      if (results !== base) findings.push({ what: `${question}, ${whole(owner.tasks)} tasks against 100: processor time, and p50`, target: 'flat (≤ 1.2 ×)', measured: `${factor(ratios(results, base, cost).median)} ×, ${factor(ratios(results, base, latency).median)} ×` })
      const ratio = [serverCost, databaseCost, cost, latency].map(against)
      return [question, whole(owner.tasks), whole(over(serverCost)), whole(over(databaseCost)), over(latency).toFixed(2), ...ratio]
    })
  })
  const text = `${whole(tasks)} tasks in one table, of three users and of 9,001 others, in turn; all of its indexes but that of words, which none of these
requests looks at. It took ${loading.toFixed(0)} s to put them there. Ratios are to the user with 100 tasks in the same round, medians with the least and the most of the rounds.
\`REQUESTS_PER_MINUTE\` is raised: here one user asks for as much as the machine can do.

${table(columns, rows)}`
  return { title: 'Growth', findings, text }
}
