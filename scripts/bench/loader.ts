// Starts the load generator and has it do rounds.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Asked } from './deck.ts'
import type { Latency } from './latencies.ts'
import type { Person } from './scenarios.ts'
import type { Usage } from './usage.ts'

/** A round: times in seconds; what is measured begins after `warm`. */
export type LoadOrder = {
  asked: Asked
  /** Where to ask; the connections are dealt out over them. */
  ports: number[]
  connections: number
  /** How many requests a second, at planned times and over all connections; null for the next as soon as one is answered. */
  perSecond: number | null
  warm: number
  seconds: number
  serverPids: number[]
  databasePid: number
}

/** What came of it: latencies in milliseconds, processor times in microseconds, the load generator's own too. */
export type LoadResult = Latency & {
  seconds: number
  /** Of a deck, the latencies of each kind of card, as far as they were answered as they should be. */
  byKind: Record<string, Latency>
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
