// Runs other programs to their end.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { UserError } from './program.ts'

const execute = promisify(execFile)

/** Runs a program and returns its output. @throws UserError with everything it printed if it fails */
export async function run(cwd: string, command: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<string> {
  try {
    const running = execute(command, args, { cwd, env, timeout: 400_000, maxBuffer: 2 ** 26 })
    running.child.stdin?.end()
    return (await running).stdout
  } catch (error) {
    const { message, stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string } // as execFile rejects
    throw new UserError(stdout + stderr === '' ? message : `${command} ${args.join(' ')}:\n${stdout}${stderr}`.trim(), { cause: error })
  }
}

/** Runs a program in the same terminal. @returns its exit status */
export async function runHere(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const [status] = (await once(spawn(command, args, { stdio: 'inherit', env }), 'exit')) as [number | null] // null if a signal ended it
  return status ?? 1
}

/** Which of the programs are not installed. A path is a file that must exist. */
export function missing(programs: string[]): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return programs.filter((program) => (program.startsWith('/') ? !existsSync(program) : !folders.some((folder) => isExecutable(join(folder, program)))))
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
