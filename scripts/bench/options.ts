// The options of npm run bench.
import { UsageError, namesIn, numberIn } from '../support/program.ts'
import { scenarioNames } from './scenarios.ts'
import type { ScenarioName } from './scenarios.ts'

export const sectionNames = ['peers', 'growth', 'crowd', 'processes', 'feed', 'start'] as const
export const peerNames = ['bare', 'fastify', 'fastapi-async', 'fastapi-sync', 'pgbench'] as const

export type SectionName = (typeof sectionNames)[number]
export type PeerName = (typeof peerNames)[number]

/** How much is measured. Times are in seconds. */
export type Options = {
  only: SectionName[]
  peers: PeerName[]
  scenarios: ScenarioName[]
  tasks: number
  rounds: number
  seconds: number
  connections: number
  /** How long a server is warmed up before the first round, and before every round. */
  warmFirst: number
  warm: number
}

const allTasks = 10_000_000

export const usage = `npm run bench -- [--only <sections>] [--quick] [--rounds <n>] [--seconds <n>] …

Measures the built service and prints a report. A run of everything also writes it to tests/bench/RESULTS.md.

  --only <sections>      ${sectionNames.join(', ')}: compared with other servers; by size of the table; a thousand
                         connections; two processes; the record of changes and those who follow it; start and memory
  --quick                fewer and shorter rounds, and a table of a million tasks
  --peers <names>        ${peerNames.join(', ')}
  --scenarios <names>    ${scenarioNames.join(', ')}
  --tasks <number>       size of the table for growth, and of the record of changes for feed (${allTasks})
  --rounds <number>      5, or 3 with --quick
  --seconds <number>     of a round: 2, or 1 with --quick
  --connections <number> that send the next request as soon as they get a response (32)`

export const optionTypes = {
  only: { type: 'string' },
  quick: { type: 'boolean', default: false },
  peers: { type: 'string' },
  scenarios: { type: 'string' },
  tasks: { type: 'string' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  connections: { type: 'string', default: '32' },
} as const

type Values = { quick: boolean; connections: string } & Partial<Record<'only' | 'peers' | 'scenarios' | 'tasks' | 'rounds' | 'seconds', string>>

/** Checks the options of a command line. @throws UsageError */
export function readOptions({ quick, ...values }: Values): Options {
  const tasks = numberIn('tasks', values.tasks ?? String(quick ? allTasks / 10 : allTasks), 200_000, allTasks)
  // Then each of the measured users has a whole number of tasks, spread evenly.
  if (tasks % 100_000 !== 0) throw new UsageError(`--tasks must be a multiple of 100,000, not "${values.tasks ?? ''}".`)
  return {
    only: namesIn('only', values.only, sectionNames),
    peers: namesIn('peers', values.peers, peerNames),
    scenarios: namesIn('scenarios', values.scenarios, scenarioNames),
    tasks,
    rounds: numberIn('rounds', values.rounds ?? (quick ? '3' : '5'), 1, 100),
    seconds: numberIn('seconds', values.seconds ?? (quick ? '1' : '2'), 0.2, 60),
    connections: numberIn('connections', values.connections, 1, 2_000),
    warmFirst: quick ? 1 : 4,
    warm: quick ? 0.2 : 0.5,
  }
}

/** Whether everything is measured: only then the report is kept. */
export const isComplete = ({ only, peers, scenarios, tasks }: Options): boolean =>
  only.length === sectionNames.length && peers.length === peerNames.length && scenarios.length === scenarioNames.length && tasks === allTasks
