// Measures servers side by side: every round gives each its turn, each time in another order.
import { failuresIn } from './loader.ts'
import type { LoadResult } from './loader.ts'
import type { Options } from './options.ts'
import { pgbenchRound } from './pgbench.ts'
import { scenarios } from './scenarios.ts'
import type { ScenarioName } from './scenarios.ts'
import { progress } from './section.ts'
import type { RunningServer, ServerName } from './servers.ts'
import type { Stage } from './stage.ts'

export type Contestant = ServerName | 'pgbench'

/** The rounds of a contestant in a scenario; after a failure there are no figures. */
export type Outcome = { rounds: LoadResult[]; failure: string | null }

export type Outcomes = Map<ScenarioName, Map<Contestant, Outcome>>

/** Warms everyone up, then measures every scenario. */
export async function measureInTurns(
  stage: Stage,
  { servers, withPgbench }: { servers: RunningServer[]; withPgbench: boolean },
  options: Options,
): Promise<Outcomes> {
  const { database, processors } = stage
  const names: Contestant[] = [...servers.map(({ name }) => name), ...(withPgbench ? (['pgbench'] as const) : [])]
  const outcomes: Outcomes = new Map(options.scenarios.map((scenario) => [scenario, new Map(names.map((name) => [name, { rounds: [], failure: null }]))]))

  const load = async (name: Contestant, scenario: ScenarioName, warm: number, seconds: number): Promise<LoadResult> => {
    const server = servers.find((each) => each.name === name)
    if (!server) return pgbenchRound(scenario, seconds, database, processors)
    return stage.load({ servers: [server], workload: { scenario }, connections: options.connections, warm, seconds })
  }
  const measure = async (name: Contestant, scenario: ScenarioName, outcome: Outcome): Promise<void> => {
    if (outcome.failure !== null) return
    if (scenarios[scenario].writes) await database.reset()
    try {
      const result = await load(name, scenario, options.warm, options.seconds)
      outcome.failure = failuresIn(result) || (result.requests === 0 ? 'no response at all' : null)
      outcome.rounds.push(result)
    } catch (error) {
      outcome.failure = error instanceof Error ? error.message : String(error)
    }
  }

  for (const scenario of options.scenarios) {
    for (const { name } of servers) await load(name, scenario, 0, options.warmFirst)
  }
  for (let round = 0; round < options.rounds; round += 1) {
    for (const [scenario, contestants] of outcomes) {
      progress(`peers: round ${round + 1} of ${options.rounds}, ${scenario}`)
      for (const [name, outcome] of rotated([...contestants], round)) await measure(name, scenario, outcome)
    }
  }
  return outcomes
}

/** Each goes first in turn, and every other round is reversed, so that nobody always follows the same one. */
function rotated<Each>(all: Each[], round: number): Each[] {
  const by = round % all.length
  const turned = [...all.slice(by), ...all.slice(0, by)]
  return round % 2 === 0 ? turned : turned.reverse()
}
