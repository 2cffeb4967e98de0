// Runs every check that is not a test, as many at a time as there are processors.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { text } from 'node:stream/consumers'
import { UsageError, runProgram } from './support/program.ts'

const usage = `npm run check -- [part of a name …]

Runs every check that is not a test, or those with one of these parts in their names, such as "links". Each failure is printed
with how to fix it, and the other checks still run. No check changes a file.
Unchanged files are not checked again: results are kept in node_modules/.cache, except with CI=true.`

type Check = [what: string, fix: string, command: string, ...args: string[]]

const cache = 'node_modules/.cache/taskpact-check'
const useCache = process.env['CI'] !== 'true'

// A typed rule may depend on types in another file, which the cache does not track: CI finds that.
const lintCache = useCache ? ['--cache', '--cache-strategy', 'content', '--cache-location', `${cache}/eslint`] : []

// The longest first, so that the others run at the same time.
const checks: Check[] = [
  ['Lint', 'eslint --fix fixes some of it', 'eslint', '--config', '.config/eslint.config.js', '--max-warnings', '0', ...lintCache, '.'],
  [
    'Format',
    'npm run format',
    'prettier',
    '--config',
    '.config/prettier.json',
    '--log-level',
    'warn',
    ...(useCache ? ['--cache', '--cache-location', `${cache}/prettier`] : []),
    '--check',
    '.',
  ],
  ['Types', 'fix what the compiler names', ...compile('all')],
  ['Generated files are current', 'npm run generate', ...script('generate.ts'), '--check'],
  [
    'Rooms import only downwards',
    'follow the advice below each import',
    'depcruise',
    '--config',
    '.config/dependency-cruiser.js',
    '--output-type',
    'err-long',
    'src',
  ],
  ['Dead code', 'remove it, or use it', 'knip', '--no-progress'],
  ['Types of the client, in a browser', 'use only what browsers have', ...compile('client', '-p', 'src/client')],
  ['Types of the pages of npm run browser', 'use only what browsers have', ...compile('pages', '-p', 'scripts/browser/in-page')],
  ['The contract', 'fix openapi.yaml', 'redocly', 'lint', '--config', '.config/redocly.yaml', '--max-problems', '100', 'openapi.yaml'],
  ['The contract is as accepted and released', 'undo the change, or accept it: npm run contract -- --accept', ...script('contract.ts')],
  ['Words', 'write what it says instead, or see .github/WRITING.md', process.execPath, '--import', 'tsx', 'scripts/words.ts'],
  ['Links', 'correct the links, or the files and headings that they name', process.execPath, '--import', 'tsx', 'scripts/links.ts'],
  ['Size of the client', 'remove from src/client what it lists as large', ...script('client-size.ts')],
]

/** The command that compiles one of the projects. */
function compile(name: string, ...args: string[]): [string, ...string[]] {
  return ['tsc', '--noEmit', ...args, ...(useCache ? ['--incremental', '--tsBuildInfoFile', `${cache}/${name}.tsbuildinfo`] : [])]
}

/** The command that runs one of the programs here. */
function script(file: string): [string, ...string[]] {
  return [process.execPath, '--import', 'tsx', `scripts/${file}`]
}

async function passes([what, fix, command, ...args]: Check): Promise<boolean> {
  const start = performance.now()
  const file = command === process.execPath ? command : `node_modules/.bin/${command}`
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, REDOCLY_TELEMETRY: 'off' } })
  const ended = new Promise<number | null>((done, failed) => void child.once('close', done).once('error', failed))
  const [status, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`.padStart(7)
  if (status === 0) console.log(`ok    ${seconds}  ${what}`)
  else console.error(`FAIL  ${seconds}  ${what}: ${fix}\n${output}${errors}`)
  return status === 0
}

/** The checks with one of these parts in their names; all if there are none. @throws UsageError */
function named(parts: string[]): Check[] {
  const has = (what: string, part: string): boolean => what.toLowerCase().includes(part.toLowerCase())
  const unknown = parts.find((part) => !checks.some(([what]) => has(what, part)))
  if (unknown !== undefined) throw new UsageError(`No check has "${unknown}" in its name: ${checks.map(([what]) => what).join('; ')}.`)
  return checks.filter(([what]) => parts.length === 0 || parts.some((part) => has(what, part)))
}

await runProgram({ usage, positionals: [0, Infinity] }, async (_, parts) => {
  const waiting = named(parts)
  mkdirSync(cache, { recursive: true })
  /** Runs one check after another. @returns whether all of them passed */
  const work = async (): Promise<boolean> => {
    let all = true
    for (let check = waiting.shift(); check; check = waiting.shift()) all = (await passes(check)) && all
    return all
  }
  const results = await Promise.all(Array.from({ length: availableParallelism() }, work))
  return results.every(Boolean) ? 0 : 1
})
