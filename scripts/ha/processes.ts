// Programs that run in folders of their own, by which all of their processes are found.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { openSync, readdirSync, readlinkSync } from 'node:fs'
import type { Account } from '../support/throwaway-postgres.ts'

/** How a program is started. Everything that it prints goes to a file. */
export type Launch = { folder: string; account: Account; env: Record<string, string>; log: string }

/** Starts a program, which ends when this process does. */
export function launch([file = '', ...args]: string[], { folder, account, env, log }: Launch): ChildProcess {
  const output = openSync(log, 'a')
  const { PATH = '' } = process.env
  const as = account ? [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'] : []
  // A network namespace is entered by root, so the account is changed after it. A signal for the death of a parent is lost with a change.
  const entry = file === 'ip' ? args.slice(0, 3) : []
  const command = file === 'ip' ? args.slice(3) : [file, ...args]
  const whole = [...(file === 'ip' ? [file, ...entry] : []), 'setpriv', ...as, 'setpriv', '--pdeathsig=TERM', ...command]
  return spawn(whole[0] ?? '', whole.slice(1), {
    cwd: folder,
    env: { PATH: `${PATH}:/usr/sbin:/usr/bin`, LANG: 'C.UTF-8', ...env },
    stdio: ['ignore', output, output],
  })
}

/** The processes that work in a folder, or below it. */
export function processesIn(folder: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .filter((pid) => {
      const at = workingFolderOf(pid)
      return at === folder || at.startsWith(`${folder}/`)
    })
}

/** Sends a signal to all processes in a folder, also to those that they start meanwhile. */
export function signal(folder: string, name: NodeJS.Signals): void {
  const sent = new Set<number>()
  for (let rounds = 0; rounds < 20; rounds += 1) {
    const fresh = processesIn(folder).filter((pid) => !sent.has(pid))
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

function workingFolderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}
