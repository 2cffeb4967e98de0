import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { codeOf } from './error.ts'

/** The user and group a child process runs under; undefined stands for our own. */
export type Account = { uid: number, gid: number } | undefined

/** Where and as whom a child process runs, and what it reads from its standard input. */
export type RunOptions = { cwd: string, account: Account, input?: string }

/** How a child process ended; `code` is null when it could not be started or a signal ended it. */
export type Outcome = { code: number | null, output: string }

/**
 * Gives the environment for PostgreSQL's programs. PG* variables stay out, as they would change which server and
 * settings are meant; the C locale keeps messages in the language we look for.
 */
export function childEnvironment(): NodeJS.ProcessEnv {
  const { PATH = '/usr/bin:/bin', LD_LIBRARY_PATH } = process.env
  return { PATH, LC_ALL: 'C', TZ: 'UTC', ...(LD_LIBRARY_PATH ? { LD_LIBRARY_PATH } : {}) }
}

/**
 * Takes a program and its arguments, runs it to its end and gives its exit code and everything it printed. Rejects
 * only when the system does not let us run anything under that account.
 */
export function run(file: string, args: string[], { cwd, account, input = '' }: RunOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    // Its own session, so that a Ctrl-C in the terminal does not tear a half-made data folder.
    const child = spawn(file, args, { cwd, detached: true, env: childEnvironment(), ...account })
    let output = ''
    const collect = (chunk: Buffer) => { output += chunk.toString() }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.stdin.on('error', () => {})
    child.on('error', (error) => resolve({ code: null, output: error.message }))
    child.on('close', (code) => resolve({ code, output }))
    child.stdin.end(input)
  })
}

/** Takes a process id and says whether the system has such a process, be it ours or another user's. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/**
 * Takes a process id and gives when that process started, in the system's own terms: together the two name one
 * process for good, where an id alone is reused. Gives '' when there is no such process or it has already ended.
 */
export function startOf(pid: number): string {
  return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid)
}

function startFromProc(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The program's name comes second and may hold spaces and parentheses, so count from behind it.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' || state === 'X' ? '' : fields[18] ?? ''
  } catch {
    return ''
  }
}

function startFromPs(pid: number): string {
  try {
    const answer = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)],
      { encoding: 'utf8', env: childEnvironment(), stdio: ['ignore', 'pipe', 'ignore'] })
    const [state = '', ...start] = answer.trim().split(/\s+/)
    return state.startsWith('Z') ? '' : start.join(' ')
  } catch {
    return ''
  }
}
