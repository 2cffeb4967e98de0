// Statistics over rounds.
import type { LoadResult } from './loader.ts'

/** A median with the least and the most. */
export type Spread = { median: number; least: number; most: number }

/** The rounds of a server in a scenario. Latencies are in milliseconds, processor times in microseconds a request. */
export type Summary = {
  perSecond: Spread
  p50: number
  p99: number
  serverMicroseconds: Spread
  databaseMicroseconds: number
  loadMicroseconds: number
  /** How many requests the server handles with one second of processor time. */
  perCpuSecond: Spread
}

/** The median of values, with the least and the most. */
export function spread(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return { median: (low + high) / 2, least: sorted[0] ?? NaN, most: sorted.at(-1) ?? NaN }
}

/** The figures of a server over its rounds. */
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

/** Compared round by round, so that what slows the machine for a while slows both. */
export function ratios(ours: LoadResult[], theirs: LoadResult[], value: (round: LoadResult) => number): Spread {
  return spread(ours.flatMap((round, index) => (theirs[index] ? [value(round) / value(theirs[index])] : [])))
}

/** The share of the processors that other processes used, which are not server, database or load. */
export function shareOfOthers({ used, seconds }: LoadResult, processors: number): number {
  return Math.max(0, used.machine - used.server - used.database - used.load) / (seconds * 1e6 * processors)
}

/** The value below which a share of all values lies, such as 0.99. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
