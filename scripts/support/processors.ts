// Keeps processes to processors of their own, so that one does not slow down the other. Linux only.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The first processor that this process may use, and the others; null if it cannot be kept off any. */
export type Processors = { first: string; others: string } | null

/** Keeps this process, and everything it starts from now on, to the first processor or to the others. It cannot be undone. */
export function keepTo(which: 'first' | 'others'): Processors {
  const [first, ...rest] = allowedProcessors()
  if (first === undefined || rest.length === 0) return null
  const processors = { first: String(first), others: rest.join(',') }
  const { status } = spawnSync('taskset', ['-acp', processors[which], String(process.pid)])
  return status === 0 ? processors : null
}

/** A command line on some processors; as it is if there are none to choose from. */
export const pinnedTo = (processors: string | undefined, command: string[]): string[] =>
  processors === undefined ? command : ['taskset', '-c', processors, ...command]

function allowedProcessors(): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? ''
  return list.split(',').flatMap((range) => {
    const [first = NaN, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 || 0 }, (_, index) => first + index)
  })
}
