import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { UserError } from '../service/run.ts'

const execute = promisify(execFile)

/** Runs a program to its end, while others run too. @throws a UserError with all it said where it fails */
export async function run(cwd: string, command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  try {
    const running = execute(command, args, { cwd, env: { ...process.env, ...env }, timeout: 400_000, maxBuffer: 2 ** 26 })
    running.child.stdin?.end()
    await running
  } catch (error) {
    // What a program printed before it failed comes with the error.
    const { message, stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string } // as execFile rejects
    throw new UserError(stdout + stderr === '' ? message : `${command} ${args.join(' ')}:\n${stdout}${stderr}`.trim())
  }
}
