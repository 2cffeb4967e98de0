// What the benchmark runs on.
import { cpus, loadavg, release, totalmem } from 'node:os'

/** Processors, memory and system. */
export function describeMachine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${gigabytes} GB, ${process.platform} ${release()}`
}

/** How many processes wanted to run, on average over the last minute. */
export const loadAverage = (): number => loadavg()[0] ?? 0
