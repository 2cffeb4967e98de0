// Runs the tests, or those that are named, and says what of src/ they cover; the least covered files come last. The report is coverage/index.html.
// What only a process of its own runs, such as src/commands, does not count as covered.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'

type Share = { total: number; pct: number }

const summary = 'coverage/coverage-summary.json'
const shown = 15

rmSync(summary, { force: true })
const values = ['run', '--config', '.config/vitest.config.ts', '--coverage', '--coverage.reportOnFailure', ...process.argv.slice(2)]
const { status } = spawnSync('node_modules/.bin/vitest', values, { stdio: 'inherit' })
process.exitCode = status ?? 1
if (existsSync(summary)) {
  const files = JSON.parse(readFileSync(summary, 'utf8')) as Record<string, { lines: Share; branches: Share }> // the reporter's
  // The sum of all is among them; and a file of types alone has no lines to cover.
  const covered = Object.entries(files).filter(([path, { lines }]) => path !== 'total' && lines.total > 0)
  covered.sort(([, one], [, other]) => other.lines.pct - one.lines.pct)
  console.log(`\nThe least covered files:\n   lines  branches`)
  for (const [path, { lines, branches }] of covered.slice(-shown)) {
    console.log(`${`${lines.pct} %`.padStart(8)}${`${branches.pct} %`.padStart(10)}  ${relative('.', path)}`)
  }
}
