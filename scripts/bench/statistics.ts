// What rounds come to.
import type { LoadResult } from './loader.ts'

/** A median with the least and the most. */
export type Spread = { median: number; least: number; most: number }

/** Of a server in a scenario, over its rounds. Latencies in milliseconds, processor times in microseconds a request. */
export type Summary = {
  perSecond: Spread
  p50: number
  p99: number
  serverMicroseconds: Spread
  databaseMicroseconds: number
  loadMicroseconds: number
  /** How many requests a second of the server's processor time is enough for. */
  perCpuSecond: Spread
}

export function spread(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return { median: (low + high) / 2, least: sorted[0] ?? NaN, most: sorted.at(-1) ?? NaN }
}

export function summarise(rounds: LoadResult[]): Summary {
  const over = (value: (round: LoadResult) => number): Spread => spread(rounds.map(value))
  return {
    perSecond: over(({ requests, seconds }) => requests / seconds),
    p50: over(({ p50 }) => p50).median,
    p99: over(({ p99 }) => p99).median,
    serverMicroseconds: over(({ used, requests }) => used.server / requests),
    databaseMicroseconds: over(({ used, requests }) => used.database / requests).median,
    loadMicroseconds: over(({ used, requests }) => used.load / requests).median,
    perCpuSecond: over(perCpuSecond),
  }
}

export const perCpuSecond = ({ requests, used }: LoadResult): number => (requests / used.server) * 1e6

/** Round by round, so that what slows the machine for a while slows both. */
export function ratios(ours: LoadResult[], theirs: LoadResult[], value: (round: LoadResult) => number): Spread {
  return spread(ours.flatMap((round, index) => (theirs[index] ? [value(round) / value(theirs[index])] : [])))
}

/** The share of the processors that was used by others than server, database and load. */
export function shareOfOthers({ used, seconds }: LoadResult, processors: number): number {
  return Math.max(0, used.machine - used.server - used.database - used.load) / (seconds * 1e6 * processors)
}
