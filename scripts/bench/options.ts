// What may be asked of the benchmark and the profile on the command line.
import { parseArgs } from 'node:util'
import { scenarioNames } from './scenarios.ts'
import type { ScenarioName } from './scenarios.ts'

export const peerNames = ['bare', 'fastify', 'fastapi-async', 'fastapi-sync', 'pgbench'] as const

export type PeerName = (typeof peerNames)[number]

/** How a benchmark is run. Times in seconds. */
export type Options = {
  quick: boolean
  peers: PeerName[]
  scenarios: ScenarioName[]
  rounds: number
  seconds: number
  /** How long each server is warmed up for each scenario before the first round, and before every round. */
  warmFirst: number
  warm: number
  connections: number
}

export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      peers: { type: 'string' },
      scenarios: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      connections: { type: 'string', default: '32' },
    },
  })
  const { quick } = values
  return {
    quick,
    peers: listOf('peers', values.peers, peerNames),
    scenarios: listOf('scenarios', values.scenarios, scenarioNames),
    rounds: numberOf('rounds', values.rounds ?? (quick ? '3' : '7'), 1, 100),
    seconds: numberOf('seconds', values.seconds ?? (quick ? '1' : '3'), 0.2, 60),
    warmFirst: quick ? 1 : 4,
    warm: quick ? 0.2 : 0.5,
    connections: numberOf('connections', values.connections, 1, 2_000),
  }
}

/** What is profiled, for how many seconds; how many lines are shown; where the profile is kept, for other tools. */
export type ProfileOptions = { scenario: ScenarioName; seconds: number; connections: number; top: number; out: string | undefined }

export function readProfileOptions(): ProfileOptions {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string', default: 'get' },
      seconds: { type: 'string', default: '8' },
      connections: { type: 'string', default: '32' },
      top: { type: 'string', default: '30' },
      out: { type: 'string' },
    },
  })
  const [scenario = 'get'] = listOf('scenario', values.scenario, scenarioNames)
  return {
    scenario,
    seconds: numberOf('seconds', values.seconds, 0.2, 60),
    connections: numberOf('connections', values.connections, 1, 2_000),
    top: numberOf('top', values.top, 1, 1_000),
    out: values.out,
  }
}

/** A list of names, all of them where none is given. @throws RangeError */
export function listOf<Name extends string>(flag: string, text: string | undefined, known: readonly Name[]): Name[] {
  if (text === undefined) return [...known]
  return text.split(',').filter((name) => name !== '').map((name) => {
    const found = known.find((each) => each === name)
    if (!found) throw new RangeError(`--${flag}: there is no "${name}". There are: ${known.join(', ')}.`)
    return found
  })
}

/** @throws RangeError where it is no number, or out of bounds */
export function numberOf(flag: string, text: string, least: number, most: number): number {
  const number = Number(text)
  if (!(number >= least && number <= most)) {
    throw new RangeError(`--${flag} is "${text}"; it has to be a number from ${least} to ${most}.`)
  }
  return number
}
