// How much processor time processes have used, as the kernel counts it. Linux only.
import { readFileSync, readdirSync } from 'node:fs'

/** Processor time in microseconds: of the servers, of the database, and of the whole machine. */
export type Usage = { server: number; database: number; machine: number }

/** The kernel counts in ticks of a hundredth of a second if it has nothing finer. */
const microsecondsATick = 10_000

/** The time used so far by servers and a PostgreSQL, each with all its descendants. */
export function usage(serverPids: number[], databasePid: number): Usage {
  const parents = parentsOfAll()
  return {
    server: serverPids.reduce((sum, pid) => sum + usedByTree(pid, parents), 0),
    database: usedByTree(databasePid, parents),
    machine: usedByMachine(),
  }
}

export const difference = (from: Usage, to: Usage): Usage => ({
  server: to.server - from.server,
  database: to.database - from.database,
  machine: to.machine - from.machine,
})

/** Every process with its parent. */
function parentsOfAll(): Map<number, number> {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    const fields = Number.isInteger(pid) ? statOf(pid) : null
    if (fields) parents.set(pid, Number(fields[1]))
  }
  return parents
}

function usedByTree(root: number, parents: Map<number, number>): number {
  const isWithin = (pid = 0): boolean => pid > 1 && (pid === root || isWithin(parents.get(pid)))
  return [...parents.keys()].filter(isWithin).reduce((sum, pid) => sum + usedBy(pid) + usedByEndedChildren(pid), 0)
}

/** In nanoseconds by thread if the kernel has that, else in ticks. A process that has ended counts as nothing. */
function usedBy(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    const texts = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1'))
    return texts.reduce((sum, text) => sum + Number(text.split(' ', 1)[0]), 0) / 1_000
  } catch {
    const fields = statOf(pid)
    return fields ? (Number(fields[11]) + Number(fields[12])) * microsecondsATick : 0
  }
}

/** The time of children that have ended, such as the processes of closed connections. */
function usedByEndedChildren(pid: number): number {
  const fields = statOf(pid)
  return fields ? (Number(fields[13]) + Number(fields[14])) * microsecondsATick : 0
}

/** The fields of /proc/<pid>/stat after the name, which may contain anything: state, parent, …, utime (11), stime, cutime, cstime. */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

/** User, nice, system, hardware and software interrupts; not idle, waiting or stolen. */
function usedByMachine(): number {
  const [line = ''] = readFileSync('/proc/stat', 'latin1').split('\n', 1)
  const [, user, nice, system, , , interrupts, softInterrupts] = line.split(/ +/)
  const ticks = [user, nice, system, interrupts, softInterrupts].reduce((sum, text) => sum + Number(text), 0)
  return ticks * microsecondsATick
}
