// Python's packages, as a file of requirements pins them, in a virtual environment that is kept.
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from './program.ts'
import { missing, run } from './run.ts'
import { root } from './service.ts'

/** Installs the packages unless they are. @param name that of a folder in the cache @param python which Python it is for @returns the folder of the environment's commands */
export async function virtualEnvironment(name: string, requirements: string, python = 'python3'): Promise<string> {
  const folder = join(root, 'node_modules/.cache', name)
  const installed = join(folder, 'requirements.txt')
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== readFileSync(requirements, 'utf8')) {
    if (missing([python]).length > 0)
      throw new UserError('This needs Python 3.11 or later with its venv module (Debian: apt-get install python3 python3-venv).')
    await run(root, python, ['-m', 'venv', '--clear', folder])
    await run(root, join(folder, 'bin/pip'), ['install', '--quiet', '--requirement', requirements])
    // Copied last: an installation that was interrupted starts over.
    copyFileSync(requirements, installed)
  }
  return join(folder, 'bin')
}
