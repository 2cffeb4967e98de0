// Runs every check that is not a test; prints what fails, with how to repair it, and goes on to the others.
import { spawnSync } from 'node:child_process'

const checks: [what: string, repair: string, command: string, ...values: string[]][] = [
  ['Generated files are current', 'npm run generate', process.execPath, '--import', 'tsx', 'scripts/generate.ts', '--check'],
  ['Types', 'mend what the compiler names', 'tsc', '--noEmit'],
  ['Types of the client, in a browser', 'keep to what browsers have', 'tsc', '--noEmit', '-p', 'src/client'],
  ['Types of the pages of npm run browser', 'keep to what browsers have', 'tsc', '--noEmit', '-p', 'scripts/browser/in-page'],
  ['Size of the client', 'take out of src/client what it says takes the room', process.execPath, '--import', 'tsx', 'scripts/client-size.ts'],
  ['Lint', 'eslint --fix mends some of it', 'eslint', '--config', '.config/eslint.config.js', '--max-warnings', '0', '.'],
  ['The contract', 'mend openapi.yaml', 'redocly', 'lint', '--config', '.config/redocly.yaml', '--max-problems', '100', 'openapi.yaml'],
  ['What the last release promised', 'raise the version of the contract, or take back what breaks it', process.execPath, '--import', 'tsx', 'scripts/contract.ts'],
  ['Dead code', 'remove it, or use it', 'knip', '--no-progress'],
]

const failed = checks.filter(([what, repair, command, ...values]) => {
  const file = command === process.execPath ? command : `node_modules/.bin/${command}`
  const { status, stdout, stderr } = spawnSync(file, values, { encoding: 'utf8', env: { ...process.env, REDOCLY_TELEMETRY: 'off' } })
  if (status === 0) console.log(`ok    ${what}`)
  else console.error(`FAIL  ${what}: ${repair}\n${stdout}${stderr}`)
  return status !== 0
})
process.exitCode = failed.length > 0 ? 1 : 0
