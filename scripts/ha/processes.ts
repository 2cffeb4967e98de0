// Programs that are started for a folder, by which all of their processes are found.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { openSync, readFileSync, readdirSync } from 'node:fs'
import type { Account } from '../support/throwaway-postgres.ts'

/** How a program is started. Everything that it prints goes to a file. */
type Launch = { folder: string; account: Account; env: Record<string, string>; log: string }

/** Starts a program, which ends when this process does. */
export function launch(command: readonly string[], { folder, account, env, log }: Launch): ChildProcess {
  const output = openSync(log, 'a')
  const as = account ? ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'] : []
  // A network namespace is entered by root. The signal is set last, as it is lost with a change of the account.
  const entry = command[0] === 'ip' ? command.slice(0, 4) : []
  const [file = '', ...args] = [...entry, ...as, 'setpriv', '--pdeathsig=TERM', ...command.slice(entry.length)]
  const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/bin`
  return spawn(file, args, { cwd: folder, env: { PATH: path, LANG: 'C.UTF-8', ...env }, stdio: ['ignore', output, output] })
}

/** The processes whose command names a folder, and all that these have started. Not even root may see more of others everywhere. */
export function processesFor(folder: string): number[] {
  const all = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
  const parents = new Map(all.map((pid) => [pid, parentOf(pid)]))
  const found = new Set(all.filter((pid) => commandOf(pid).some((part) => part === folder || part.includes(`${folder}/`))))
  for (let known = -1; known !== found.size;) {
    known = found.size
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid)
  }
  return [...found]
}

/** Sends a signal to all processes for a folder, also to those that they start meanwhile. */
export function signal(folder: string, name: NodeJS.Signals): void {
  const sent = new Set<number>()
  for (let rounds = 0; rounds < 20; rounds += 1) {
    const fresh = processesFor(folder).filter((pid) => !sent.has(pid))
    if (fresh.length === 0) return
    for (const pid of fresh) {
      sent.add(pid)
      send(pid, name)
    }
  }
}

function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended by itself.
  }
}

/** Nothing of a process that has ended. */
function fileOf(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}

const commandOf = (pid: number): string[] => fileOf(pid, 'cmdline').split('\0')

// The name before it may have spaces and parentheses.
const parentOf = (pid: number): number => Number(/.*\) \S (\d+) /s.exec(fileOf(pid, 'stat'))?.[1] ?? 0)
