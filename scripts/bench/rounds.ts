// The measuring itself: every round gives every server its turn, each time in another order.
import type { Loader, LoadResult } from './loader.ts'
import type { Options } from './options.ts'
import { pgbenchRound } from './pgbench.ts'
import { scenarios } from './scenarios.ts'
import type { ScenarioName } from './scenarios.ts'
import type { Place, RunningServer, ServerName } from './servers.ts'

/** Whoever is measured. */
export type Contestant = ServerName | 'pgbench'

/** The rounds of a contestant in a scenario; or what went wrong, and then there is no figure. */
export type Outcome = { rounds: LoadResult[]; failure: string | null }

export type Outcomes = Map<ScenarioName, Map<Contestant, Outcome>>

export async function measure(
  servers: RunningServer[],
  withPgbench: boolean,
  loader: Loader,
  place: Place,
  options: Options,
): Promise<Outcomes> {
  const { database, pinning } = place
  const names: Contestant[] = [...servers.map(({ name }) => name), ...(withPgbench ? (['pgbench'] as const) : [])]
  const outcomes: Outcomes = new Map(
    options.scenarios.map((scenario) => [scenario, new Map(names.map((name) => [name, { rounds: [], failure: null }]))]),
  )

  const once = async (name: Contestant, scenario: ScenarioName, warm: number, seconds: number): Promise<LoadResult> => {
    const server = servers.find((each) => each.name === name)
    if (!server) return pgbenchRound(scenario, seconds, database, pinning)
    const { connections } = options
    const where = { ports: [server.port], serverPids: [server.pid], databasePid: database.pid }
    return loader.round({ asked: { scenario }, ...where, connections, perSecond: null, warm, seconds })
  }
  const take = async (name: Contestant, scenario: ScenarioName, outcome: Outcome): Promise<void> => {
    if (outcome.failure !== null) return
    if (scenarios[scenario].writes) await database.reset()
    try {
      const result = await once(name, scenario, options.warm, options.seconds)
      const failures = Object.entries(result.failures).map(([what, count]) => `${what} × ${count}`)
      if (failures.length > 0) outcome.failure = failures.join(', ')
      else if (result.requests === 0) outcome.failure = 'no answer at all'
      else outcome.rounds.push(result)
    } catch (error) {
      outcome.failure = error instanceof Error ? error.message : String(error)
    }
  }

  for (const scenario of options.scenarios) {
    for (const { name } of servers) await once(name, scenario, 0, options.warmFirst)
  }
  for (let round = 0; round < options.rounds; round += 1) {
    for (const [scenario, contestants] of outcomes) {
      process.stderr.write(`round ${round + 1} of ${options.rounds}: ${scenario}\n`)
      for (const [name, outcome] of rotated([...contestants], round)) await take(name, scenario, outcome)
    }
  }
  return outcomes
}

/** Each begins in turn, and every other round goes the other way, so that nobody always follows the same one. */
function rotated<Each>(all: Each[], round: number): Each[] {
  const by = round % all.length
  const turned = [...all.slice(by), ...all.slice(0, by)]
  return round % 2 === 0 ? turned : turned.reverse()
}
