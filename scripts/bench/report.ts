// The results in words and tables.
import { scenarios } from './scenarios.ts'
import type { Group } from './chart.ts'
import type { Options } from './options.ts'
import type { Contestant, Outcome, Outcomes } from './rounds.ts'
import { perCpuSecond, ratios, shareOfOthers, spread, summarise } from './statistics.ts'
import type { Spread } from './statistics.ts'

/** What the results are to be read with. */
export type Circumstances = {
  options: Options
  machine: string
  processors: number
  pinned: boolean
  loadAverage: number
  postgres: string
  date: string
  titles: Map<Contestant, { title: string; versions: string }>
  /** Peers that could not be run, with the reason. */
  absent: Map<string, string>
}

const figureColumns = ['requests/s', 'p50 ms', 'p99 ms', 'server µs/request', 'database µs/request', 'requests per CPU second']
const columns = ['', ...figureColumns, 'Taskpact against it']

export function report(outcomes: Outcomes, circumstances: Circumstances): string {
  const tables = [...outcomes].flatMap(([scenario, each]) => [`## ${scenarios[scenario].title}`, table(each, circumstances)])
  return `${[preamble(circumstances), ...tables, notes(outcomes, circumstances)].join('\n\n')}\n`
}

function preamble({ options, machine, pinned, loadAverage, postgres, date, titles }: Circumstances): string {
  const { rounds, seconds, connections, quick } = options
  const placed = pinned
    ? 'The server has one processor to itself; load and database have the others.'
    : 'The processors were shared: they could not be pinned.'
  const versions = [...titles.values()].map(({ title, versions }) => `- ${title}: ${versions}`)
  return `# Measured

Written by \`npm run bench${quick ? ' -- --quick' : ''}\` on ${date}.

![Requests per second of processor time](results.svg)

- Machine: ${machine}. ${placed} Load average at the start: ${loadAverage.toFixed(2)}.
- PostgreSQL ${postgres} with fsync, synchronous_commit and full_page_writes on; 1,000 users with 100 tasks each.
- ${rounds} ${rounds === 1 ? 'round' : 'rounds'} of ${seconds} s for each server and request, in turns; ${connections} connections,
  each asking as soon as it is answered.
${versions.join('\n')}

Figures are medians of the rounds. *Requests per CPU second* is the one to compare: how many requests a second of the server's own
processor time is enough for. *Taskpact against it* is the ratio of that figure, with the least and the most of the rounds.`
}

function table(contestants: Map<Contestant, Outcome>, circumstances: Circumstances): string {
  const ours = contestants.get('service')
  const rows = [...contestants].map(([name, outcome]) => {
    const title = circumstances.titles.get(name)?.title ?? name
    return [title, ...figures(name, outcome, ours)]
  })
  const missing = [...circumstances.absent].map(([name, reason]) => [name, `absent: ${reason}`])
  const line = (cells: string[]): string => `| ${columns.map((_, index) => cells[index] ?? '').join(' | ')} |`
  return [line(columns), line(columns.map((_, index) => (index === 0 ? '---' : '---:'))), ...[...rows, ...missing].map(line)].join('\n')
}

function figures(name: Contestant, { rounds, failure }: Outcome, ours: Outcome | undefined): string[] {
  if (failure !== null) return [`failed: ${failure}`]
  const { perSecond, p50, p99, serverMicroseconds, databaseMicroseconds, perCpuSecond: efficiency } = summarise(rounds)
  const [rate, database] = [count(perSecond.median), count(databaseMicroseconds)]
  if (name === 'pgbench') return [rate, '', '', '', database, '', '']
  const server = count(serverMicroseconds.median)
  const against = name === 'service' || !ours || ours.failure !== null ? '' : ratio(ratios(ours.rounds, rounds, perCpuSecond))
  return [rate, p50.toFixed(2), p99.toFixed(2), server, database, count(efficiency.median), against]
}

const count = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString('en') : '')

const ratio = ({ median, least, most }: Spread): string => `${factor(median)} (${factor(least)}–${factor(most)})`

const factor = (value: number): string => (value >= 10 ? value.toFixed(1) : value.toFixed(2))

function notes(outcomes: Outcomes, { processors }: Circumstances): string {
  const all = [...outcomes.values()].flatMap((contestants) =>
    [...contestants].flatMap(([name, { rounds }]) => (name === 'pgbench' ? [] : rounds)),
  )
  const percent = (value: number): string => `${Math.round(value * 100)} %`
  const others = spread(all.map((round) => shareOfOthers(round, processors)))
  const generator = spread(all.map(({ used, requests }) => used.load / requests))
  const busiest = spread(all.map(({ used, seconds }) => (used.load + used.database) / (seconds * 1e6)))
  return `## How to read it

- Taskpact runs as it is built and started in production, with everything on: authentication, the look-up of the session, row-level
  security, requests and answers checked, commit behind that check, the log (to a file), metrics and rate limits. The peers keep no log,
  no metrics and no limits, and give no ETag of a list.
- All ask the same SQL in the same transaction: begin, the statement that takes role and user and looks the session up, the statement,
  commit. Before the first round all have to give the same answers to the same requests, and to refuse the same callers.
- pgbench asks the database the same by itself, on 10 connections; it is the database's own ceiling.
- Processor time is the kernel's own count for the server's processes and for all of PostgreSQL's, between the first and the last
  moment of a round.
- Other processes used ${percent(others.median)} of the machine (${percent(others.least)}–${percent(others.most)}). The load generator takes
  ${generator.median.toFixed(0)} µs a request (${generator.least.toFixed(0)}–${generator.most.toFixed(0)}); it and the database together kept
  ${busiest.median.toFixed(2)} processors busy (at most ${busiest.most.toFixed(2)}).`
}

/** The efficiency of each contestant in each scenario, for the chart. */
export function efficiencies(outcomes: Outcomes, { titles }: Circumstances): Group[] {
  const barsOf = (contestants: Map<Contestant, Outcome>): Group['bars'] =>
    [...contestants].flatMap(([name, { rounds, failure }]) => {
      if (name === 'pgbench' || failure !== null) return []
      return [{ name: titles.get(name)?.title ?? name, value: summarise(rounds).perCpuSecond.median }]
    })
  return [...outcomes].map(([scenario, contestants]) => ({ scenario: scenarios[scenario].title, bars: barsOf(contestants) }))
}
