// Runs every check that is not a test, as many at a time as there are processors; prints what fails, with how to repair it, and goes on to the others.
// What has not changed since the last time is taken from node_modules/.cache; with CI=true everything is checked.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { text } from 'node:stream/consumers'

type Check = [what: string, repair: string, command: string, ...values: string[]]

const cache = 'node_modules/.cache/taskpact-check'
const remembers = process.env['CI'] !== 'true'
mkdirSync(cache, { recursive: true })

// What a rule says of a file may hang on the types of another, of which the cache knows nothing: CI finds that.
const lintCache = remembers ? ['--cache', '--cache-strategy', 'content', '--cache-location', `${cache}/eslint`] : []

// The longest first, so that the others run beside it.
const checks: Check[] = [
  ['Lint', 'eslint --fix mends some of it', 'eslint', '--config', '.config/eslint.config.js', '--max-warnings', '0', ...lintCache, '.'],
  ['Types', 'mend what the compiler names', ...program('all')],
  ['Generated files are current', 'npm run generate', process.execPath, '--import', 'tsx', 'scripts/generate.ts', '--check'],
  ['Rooms import only downwards', 'do what it says below each import', 'depcruise', '--config', '.config/dependency-cruiser.js', '--output-type', 'err-long', 'src'],
  ['Dead code', 'remove it, or use it', 'knip', '--no-progress'],
  ['Types of the client, in a browser', 'keep to what browsers have', ...program('client', '-p', 'src/client')],
  ['Types of the pages of npm run browser', 'keep to what browsers have', ...program('pages', '-p', 'scripts/browser/in-page')],
  ['The contract', 'mend openapi.yaml', 'redocly', 'lint', '--config', '.config/redocly.yaml', '--max-problems', '100', 'openapi.yaml'],
  ['What the last release promised', 'raise the version of the contract, or take back what breaks it', process.execPath, '--import', 'tsx', 'scripts/contract.ts'],
  ['Size of the client', 'take out of src/client what it says takes the room', process.execPath, '--import', 'tsx', 'scripts/client-size.ts'],
]

/** The compiler's run over one of the projects. */
function program(name: string, ...values: string[]): [string, ...string[]] {
  return ['tsc', '--noEmit', ...values, ...(remembers ? ['--incremental', '--tsBuildInfoFile', `${cache}/${name}.tsbuildinfo`] : [])]
}

async function passes([what, repair, command, ...values]: Check): Promise<boolean> {
  const start = performance.now()
  const file = command === process.execPath ? command : `node_modules/.bin/${command}`
  const child = spawn(file, values, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, REDOCLY_TELEMETRY: 'off' } })
  const ended = new Promise<number | null>((done, failed) => void child.once('close', done).once('error', failed))
  const [status, printed, complaint] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`.padStart(7)
  if (status === 0) console.log(`ok    ${seconds}  ${what}`)
  else console.error(`FAIL  ${seconds}  ${what}: ${repair}\n${printed}${complaint}`)
  return status === 0
}

const waiting = [...checks]

/** Takes one check after the other; false where one of them failed. */
async function work(): Promise<boolean> {
  let all = true
  for (let check = waiting.shift(); check; check = waiting.shift()) all = (await passes(check)) && all
  return all
}

const results = await Promise.all(Array.from({ length: availableParallelism() }, work))
process.exitCode = results.every(Boolean) ? 0 : 1
