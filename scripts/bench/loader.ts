// Starts the load generator and gives it rounds to do.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { UserError } from '../support/program.ts'
import type { Latency } from './latencies.ts'
import type { User } from './scenarios.ts'
import type { Usage } from './usage.ts'
import type { Workload } from './workload.ts'

/** A round. Times are in seconds; measuring begins after `warm`. */
export type LoadOrder = {
  workload: Workload
  /** The servers, over which the connections are spread. */
  ports: number[]
  connections: number
  /** Requests a second at planned times, over all connections; null to send the next as soon as a response arrives. */
  perSecond: number | null
  warm: number
  seconds: number
  serverPids: number[]
  databasePid: number
}

/** The result: latencies in milliseconds; processor times in microseconds, the load generator's own included. */
export type LoadResult = Latency & {
  seconds: number
  /** Of prepared requests, the latencies of each kind that got the right status. */
  byKind: Record<string, Latency>
  used: Usage & { load: number }
  failures: Record<string, number>
}

export type Loader = { round(order: LoadOrder): Promise<LoadResult>; stop(): void }

export function startLoader(users: User[]): Loader {
  const cwd = fileURLToPath(new URL('../../', import.meta.url))
  const program = fileURLToPath(import.meta.resolve('./load.ts'))
  const child = spawn(process.execPath, ['--import', 'tsx', program], { cwd, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const gone = once(child, 'exit').then(() => {
    throw new Error('the load generator ended')
  })
  gone.catch(() => undefined)
  child.send({ users })
  return {
    async round(order) {
      const reply = once(child, 'message')
      child.send({ order })
      const [result] = (await Promise.race([reply, gone])) as [LoadResult] // load.ts sends nothing else
      return result
    },
    stop: () => void child.kill(),
  }
}

/** Everything that went wrong, in words; empty if nothing did. */
export const failuresIn = ({ failures }: LoadResult): string =>
  Object.entries(failures)
    .map(([what, count]) => `${what} × ${count}`)
    .join(', ')

/** Figures of failed requests would mean nothing. @throws if any failed, or there was none */
export function requireSuccess(result: LoadResult, what: string): void {
  const failures = failuresIn(result)
  if (failures !== '') throw new UserError(`${what}: not every response was right: ${failures}`)
  if (result.requests === 0) throw new UserError(`${what}: no response at all`)
}
