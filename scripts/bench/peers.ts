// Compares the service with servers that do less: the same requests, on the same database.
import { cpus } from 'node:os'
import { chart } from './chart.ts'
import { disagreements } from './checks.ts'
import type { Options, PeerName } from './options.ts'
import { findPgbench } from './pgbench.ts'
import { measureInTurns } from './rounds.ts'
import type { Contestant, Outcome, Outcomes } from './rounds.ts'
import { scenarios } from './scenarios.ts'
import { factors, progress, table, whole } from './section.ts'
import type { Measured, Section } from './section.ts'
import type { RunningServer } from './servers.ts'
import type { Stage } from './stage.ts'
import { perCpuSecond, ratios, shareOfOthers, spread, summarise } from './statistics.ts'
import { Absent } from './tools.ts'

type Contestants = {
  servers: RunningServer[]
  withPgbench: boolean
  titles: Map<Contestant, { title: string; versions: string }>
  /** Peers that could not be started, with the reason. */
  absent: Map<string, string>
}

export const peers: Section = {
  title: 'Compared with other servers',
  pinned: true,
  async measure(stage, options) {
    const contestants = await startAll(stage, options.peers)
    const faults = await disagreements(contestants.servers, stage)
    if (faults.length > 0) throw new Error(`The servers do not do the same:\n${faults.join('\n')}`)
    return present(await measureInTurns(stage, contestants, options), contestants, options)
  },
}

/** Starts the service and its peers. A peer that cannot be started is absent. */
async function startAll(stage: Stage, names: PeerName[]): Promise<Contestants> {
  const service = await stage.start('service')
  const contestants: Contestants = { servers: [service], withPgbench: false, titles: new Map([['service', service]]), absent: new Map() }
  for (const name of names) {
    try {
      if (name === 'pgbench') {
        contestants.titles.set(name, { title: 'pgbench, no server', versions: await findPgbench() })
        contestants.withPgbench = true
        continue
      }
      const server = await stage.start(name)
      contestants.servers.push(server)
      contestants.titles.set(name, server)
    } catch (error) {
      contestants.absent.set(name, error instanceof Error ? error.message : String(error))
      // A peer that is installed and does not start is worth a look.
      if (!(error instanceof Absent)) progress(`${name} did not start: ${String(error)}`)
    }
  }
  return contestants
}

const columns = ['', 'requests/s', 'p50 ms', 'p99 ms', 'server µs/request', 'database µs/request', 'requests per CPU second', 'Taskpact against it']

function present(outcomes: Outcomes, contestants: Contestants, { scenarios: names }: Options): Measured {
  const { titles, absent } = contestants
  const versions = [...titles.values()].map(({ title, versions: each }) => `- ${title}: ${each}`)
  const titleOf = (name: Contestant): string => titles.get(name)?.title ?? name
  const tables = names.flatMap((name) => {
    const each = outcomes.get(name) ?? new Map<Contestant, Outcome>()
    const rows = [...each].map(([contestant, outcome]) => [titleOf(contestant), ...figures(contestant, outcome, each.get('service'))])
    return [`### ${scenarios[name].title}`, table(columns, [...rows, ...[...absent].map(([peer, reason]) => [peer, `absent: ${reason}`])])]
  })
  const groups = names.map((name) => ({
    scenario: scenarios[name].title,
    bars: [...(outcomes.get(name) ?? [])].flatMap(([contestant, { rounds, failure }]) =>
      contestant === 'pgbench' || failure !== null ? [] : [{ name: titleOf(contestant), value: summarise(rounds).perCpuSecond.median }],
    ),
  }))
  const text = `![Requests per second of processor time](results.svg)

1,000 users with 100 tasks each. *Requests per CPU second* is the figure to compare: how many requests the server handles with one second
of processor time. *Taskpact against it* is the ratio of that figure, with the least and the most of the rounds.

${versions.join('\n')}

${[...tables, notes(outcomes)].join('\n\n')}`
  return { findings: [], text, chart: chart("Requests per second of the server's processor time (more is better)", groups) }
}

function figures(name: Contestant, { rounds, failure }: Outcome, ours: Outcome | undefined): string[] {
  if (failure !== null) return [`failed: ${failure}`]
  const { perSecond, p50, p99, serverMicroseconds, databaseMicroseconds, perCpuSecond: efficiency } = summarise(rounds)
  const [rate, database] = [whole(perSecond.median), whole(databaseMicroseconds)]
  if (name === 'pgbench') return [rate, '', '', '', database]
  const against = name === 'service' || !ours || ours.failure !== null ? '' : factors(ratios(ours.rounds, rounds, perCpuSecond))
  return [rate, p50.toFixed(2), p99.toFixed(2), whole(serverMicroseconds.median), database, whole(efficiency.median), against]
}

function notes(outcomes: Outcomes): string {
  const all = [...outcomes.values()].flatMap((each) => [...each].flatMap(([name, { rounds }]) => (name === 'pgbench' ? [] : rounds)))
  const percent = (value: number): string => `${Math.round(value * 100)} %`
  const others = spread(all.map((round) => shareOfOthers(round, cpus().length)))
  const generator = spread(all.map(({ used, requests }) => used.load / requests))
  const busiest = spread(all.map(({ used, seconds }) => (used.load + used.database) / (seconds * 1e6)))
  return `- Taskpact runs as in production with everything on: authentication, session lookup, row-level security, validation of requests and
  responses, commit after validation, the log (to a file), metrics and rate limits. The peers have no log, metrics, limits or ETag of a list.
- All send the same SQL in the same transaction: begin, the statement that sets role and user and looks up the session, the statement,
  commit. Before the first round, all must give the same responses to the same requests, and reject the same callers.
- pgbench sends the same to the database by itself, on 10 connections: the ceiling of the database.
- Other processes used ${percent(others.median)} of the machine (${percent(others.least)}–${percent(others.most)}). The load generator takes
  ${generator.median.toFixed(0)} µs a request (${generator.least.toFixed(0)}–${generator.most.toFixed(0)}); it and the database together kept
  ${busiest.median.toFixed(2)} processors busy (at most ${busiest.most.toFixed(2)}).`
}
