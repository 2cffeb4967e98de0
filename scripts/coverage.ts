// Runs tests and lists the files of src/ that they cover least.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { runProgram } from './support/program.ts'
import { runHere } from './support/run.ts'

const usage = `npm run coverage -- [--project <name>] [test file …]

Runs all tests, or those that are named, and lists the least covered files of src/. The report is coverage/index.html.
Code that runs only in processes of its own, such as src/commands, does not count as covered.

  --project <name>  fast, thorough or slow`

type Share = { total: number; pct: number }

const summary = 'coverage/coverage-summary.json'
const listed = 15

function listLeastCovered(): void {
  const files = JSON.parse(readFileSync(summary, 'utf8')) as Record<string, { lines: Share; branches: Share }> // the reporter's
  // The total is one of the entries, and a file of types alone has no lines to cover.
  const covered = Object.entries(files).filter(([path, { lines }]) => path !== 'total' && lines.total > 0)
  covered.sort(([, one], [, other]) => other.lines.pct - one.lines.pct)
  console.log(`\nThe least covered files:\n   lines  branches`)
  for (const [path, { lines, branches }] of covered.slice(-listed)) {
    console.log(`${`${lines.pct} %`.padStart(8)}${`${branches.pct} %`.padStart(10)}  ${relative('.', path)}`)
  }
}

await runProgram({ usage, options: { project: { type: 'string' } }, positionals: [0, Infinity] }, async ({ project }, files) => {
  rmSync(summary, { force: true })
  const args = [
    'run',
    '--config',
    '.config/vitest.config.ts',
    '--coverage',
    '--coverage.reportOnFailure',
    ...(project === undefined ? [] : ['--project', project]),
    ...files,
  ]
  const status = await runHere('node_modules/.bin/vitest', args)
  if (existsSync(summary)) listLeastCovered()
  return status
})
