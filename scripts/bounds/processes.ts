// What a second process of the service adds, on requests that ask nothing of the database, and on one that does.
import { cpus } from 'node:os'
import { forged } from '../bench/checks.ts'
import type { Asked } from '../bench/deck.ts'
import type { LoadResult } from '../bench/loader.ts'
import { inWriting, scenarios } from '../bench/scenarios.ts'
import type { Person } from '../bench/scenarios.ts'
import type { RunningServer } from '../bench/servers.ts'
import { perCpuSecond, ratios, shareOfOthers, spread } from '../bench/statistics.ts'
import type { Spread } from '../bench/statistics.ts'
import { requireGood } from './good.ts'
import type { BoundsOptions } from './options.ts'
import { factor, factors, table, whole } from './section.ts'
import type { Measured, Section } from './section.ts'
import { onStage } from './stage.ts'
import type { Setting } from './stage.ts'

type Rounds = { one: LoadResult[]; two: LoadResult[] }

const [refusal, read] = ['A forged token (401)', 'Get one']

/** Asks one process and then two, in turn; nobody has a processor to himself. */
export async function processes(setting: Setting, options: BoundsOptions): Promise<Section> {
  return onStage({ ...setting, pinning: null }, async ({ place, loader, service }) => {
    const servers = [await service(), await service()]
    const outcomes = new Map<string, Rounds>([refusal, read].map((question) => [question, { one: [], two: [] }]))
    const ask = (question: string, asked: RunningServer[], seconds: number): Promise<LoadResult> => {
      const where = { ports: asked.map(({ port }) => port), serverPids: asked.map(({ pid }) => pid), databasePid: place.database.pid }
      return loader.round({ asked: askedOf(question, place.people), ...where, connections: options.connections, perSecond: null, warm: 0.5, seconds })
    }
    for (const question of outcomes.keys()) await ask(question, servers, 3)
    for (let round = 0; round < options.rounds; round += 1) {
      process.stderr.write(`processes: round ${round + 1} of ${options.rounds}\n`)
      for (const [question, { one, two }] of outcomes) {
        for (const [results, asked] of [[one, servers.slice(0, 1)], [two, servers]] as const) {
          const result = await ask(question, [...asked], options.seconds)
          requireGood(result, question)
          results.push(result)
        }
      }
    }
    return sectionOf(outcomes)
  })
}

/** A forged token is refused without asking the database; a body at fault would still have it look the session up. */
function askedOf(question: string, people: readonly Person[]): Asked {
  if (question === read) return { scenario: 'get' }
  return {
    deck: people.map(({ id, token }) => ({ kind: question, status: 401, wire: inWriting(scenarios.get.request(id), forged(token)) })),
  }
}

const processors = cpus().length
const rate = ({ requests, seconds }: LoadResult): number => requests / seconds
const busy = (share: (used: LoadResult['used']) => number) => ({ used, seconds }: LoadResult): number => share(used) / (seconds * 1e6)

/** What two would do with a processor each, against one that has one, by what a request takes of it. */
const withProcessorsOfTheirOwn = ({ one, two }: Rounds): Spread => {
  const { median, least, most } = ratios(two, one, perCpuSecond)
  return { median: 2 * median, least: 2 * least, most: 2 * most }
}

function sectionOf(outcomes: Map<string, Rounds>): Measured {
  const columns = ['', 'processes', 'requests/s', 'server µs/request', 'database µs/request', 'load µs/request', 'processors: service', 'database', 'load', 'others']
  const rows = [...outcomes].flatMap(([question, { one, two }]) =>
    [one, two].map((results, index) => {
      const over = (value: (round: LoadResult) => number): number => spread(results.map(value)).median
      const each = [({ used }: LoadResult) => used.server, ({ used }: LoadResult) => used.database, ({ used }: LoadResult) => used.load]
      const costs = each.map((used) => whole(over((round) => used(round) / round.requests)))
      const shares = [busy(({ server }) => server), busy(({ database }) => database), busy(({ load }) => load), (round: LoadResult) => shareOfOthers(round, processors) * processors]
      return [question, String(index + 1), whole(over(rate)), ...costs, ...shares.map((value) => factor(over(value)))]
    }),
  )
  const compared = [...outcomes].map(([question, rounds]) => [question, factors(ratios(rounds.two, rounds.one, rate)), factors(withProcessorsOfTheirOwn(rounds))])
  const text = `The load, the database and the services share ${processors} processors. Two processes can therefore not have two of them: what the load
generator takes, they lack. *With two for themselves* is what two processes would answer with a whole processor each, as a multiple of
what one does with one: twice the ratio of requests per second of processor time. A forged token is
refused without asking the database: it takes the way in, the check of its signature, an answer and a line in the log.

${table(columns, rows)}

${table(['Two against one', 'requests/s', 'with two for themselves'], compared)}`
  const [[, rounds] = ['', { one: [], two: [] }]] = outcomes
  const measured = `${factor(ratios(rounds.two, rounds.one, rate).median)} × beside the load generator; ${factor(withProcessorsOfTheirOwn(rounds).median)} × with two processors for themselves`
  return { title: 'Processes', findings: [{ what: 'Two processes against one, where the database is not the limit', target: '≥ 1.7 ×', measured }], text }
}
