import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { codeOf } from './error.ts'

/** The user and group a child process runs under; undefined for our own. */
export type Account = { uid: number; gid: number } | undefined

/** Where, as whom and in what environment a child process runs, and what it reads from its standard input. */
export type RunOptions = { cwd: string; account: Account; input?: string; env?: NodeJS.ProcessEnv }

/** How a child process ended; `code` is null when it could not be started or a signal ended it. */
export type Outcome = { code: number | null; output: string }

/**
 * Gives the environment for PostgreSQL's programs. PG* variables stay out, as they would change which server and
 * settings are meant; the C locale keeps messages in the language we look for.
 */
export function childEnvironment(): NodeJS.ProcessEnv {
  const { PATH = '/usr/bin:/bin', LD_LIBRARY_PATH } = process.env
  return { PATH, LC_ALL: 'C', TZ: 'UTC', ...(LD_LIBRARY_PATH ? { LD_LIBRARY_PATH } : {}) }
}

/** Runs a program to its end and gives its exit code and everything it printed. */
export async function run(file: string, args: string[], { cwd, account, input = '', env = childEnvironment() }: RunOptions): Promise<Outcome> {
  // Its own session, so that a Ctrl-C in the terminal does not tear a half-made data folder.
  const child = spawn(file, args, { cwd, detached: true, env, ...account })
  const ended = new Promise<Outcome>((done) => {
    child.on('error', (error) => done({ code: null, output: error.message }))
    child.on('close', (code) => done({ code, output: '' }))
  })
  child.stdin.on('error', () => {}).end(input)
  const [printed, complaint, { code, output }] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, output: printed + complaint + output }
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
 * process forever, where an id alone is reused. Gives '' when there is no such process or it has already ended.
 */
export function startOf(pid: number): string {
  return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid)
}

function startFromProc(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The program's name comes second and may contain spaces and parentheses, so count from its end.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' || state === 'X' ? '' : (fields[18] ?? '')
  } catch {
    return ''
  }
}

function startFromPs(pid: number): string {
  try {
    const answer = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: childEnvironment(),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [state = '', ...start] = answer.trim().split(/\s+/)
    return state.startsWith('Z') ? '' : start.join(' ')
  } catch {
    return ''
  }
}
