import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Something the person at the keyboard can mend. */
export class UserError extends Error {}

/** Runs a program to its end and gives what it printed. @throws a UserError with all it said where it fails */
export function run(cwd: string, command: string, args: string[], env: NodeJS.ProcessEnv = {}): string {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8', timeout: 400_000, maxBuffer: 2 ** 26 })
  if (error) throw new UserError(`${command}: ${error.message}`)
  if (status !== 0) throw new UserError(`${command} ${args.join(' ')}:\n${stdout}${stderr}`.trim())
  return stdout
}

/** Which of the programs are not to be found; a path is a file that has to be there. */
export function missing(programs: string[]): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return programs.filter((program) => program.startsWith('/') ? !existsSync(program) : !folders.some((folder) => isExecutable(join(folder, program))))
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
