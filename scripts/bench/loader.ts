// Starts the load generator and has it do rounds.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Person, ScenarioName } from './scenarios.ts'
import type { Usage } from './usage.ts'

/** A round: times in seconds; what is measured begins after `warm`. */
export type LoadOrder = {
  scenario: ScenarioName
  port: number
  connections: number
  warm: number
  seconds: number
  serverPid: number
  databasePid: number
}

/** What came of it: latencies in milliseconds, processor times in microseconds, the load generator's own too. */
export type LoadResult = {
  requests: number
  seconds: number
  p50: number
  p99: number
  used: Usage & { load: number }
  failures: Record<string, number>
}

export type Loader = { round(order: LoadOrder): Promise<LoadResult>; stop(): void }

export function startLoader(people: Person[]): Loader {
  const cwd = fileURLToPath(new URL('../../', import.meta.url))
  const program = fileURLToPath(import.meta.resolve('./load.ts'))
  const child = spawn(process.execPath, ['--import', 'tsx', program], { cwd, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const gone = once(child, 'exit').then(() => {
    throw new Error('the load generator ended')
  })
  gone.catch(() => undefined)
  child.send({ people })
  return {
    async round(order) {
      const answer = once(child, 'message')
      child.send({ order })
      const [result] = (await Promise.race([answer, gone])) as [LoadResult] // load.ts sends nothing else
      return result
    },
    stop: () => void child.kill(),
  }
}
