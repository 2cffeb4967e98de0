// What the benchmark runs on, and which processors it may keep for whom.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'

/** One processor for the server, the others for load and database; null where they cannot be told apart. */
export type Pinning = { server: string; rest: string } | null

/** Moves this process, and with it all that it starts, off the processor that is the server's. */
export function pin(): Pinning {
  const allowed = allowedProcessors()
  const [server, ...rest] = allowed
  if (server === undefined || rest.length === 0) return null
  const { status } = spawnSync('taskset', ['-acp', rest.join(','), String(process.pid)])
  return status === 0 ? { server: String(server), rest: rest.join(',') } : null
}

/** A command line on the server's processor. */
export const pinned = (pinning: Pinning, command: string[]): string[] =>
  (pinning ? ['taskset', '-c', pinning.server, ...command] : command)

function allowedProcessors(): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? ''
  return list.split(',').flatMap((range) => {
    const [first = NaN, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 || 0 }, (_, index) => first + index)
  })
}

export function describeMachine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${gigabytes} GB, ${process.platform} ${release()}`
}

/** How many processes wanted to run, on average of the last minute. */
export const loadAverage = (): number => loadavg()[0] ?? 0
