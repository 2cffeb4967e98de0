import { closeSync, openSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { UsageError } from './command.ts'
import type { Command } from './command.ts'
import { readTarget } from '../config/read.ts'
import { CannotRun } from '../conformance/outcome.ts'
import type { Report } from '../conformance/outcome.ts'
import { jsonOf, junitOf, paragraphOf, summaryOf } from '../conformance/report.ts'
import { checkConformance } from '../conformance/run.ts'

export const command: Command = {
  summary: 'Checks a deployment against the contract, over HTTP alone.',
  help: `Usage: taskpact conformance [--url <url>] [--token <token>] [--second-token <token>] [--junit <file>] [--json <file>] [--only <names>]

  --url           URL of the deployment, such as https://tasks.example.com. Default: TASKPACT_URL.
  --token         Access token of a user, preferably a test user. Default: TASKPACT_TOKEN.
  --second-token  Access token of another user. Without it, isolation between users is not checked.
  --junit         Writes the report to this file as JUnit XML.
  --json          Writes the report to this file as JSON.
  --only          Runs only these comma-separated operations and checks, such as getTask,paging or createTask/replay.

The contract is the one in this package. The tokens must be valid for another five minutes. The kit creates tasks and tags in
their accounts and permanently deletes them after the checks of each operation. Everything else happens in accounts that it registers
and deletes.

Exit codes: 0 passed, 1 a check failed or something could not be removed, 2 the kit, or a part of it, could not run.`,

  async run(args) {
    process.exitCode = await conformance(args)
  },
}

/**
 * Checks a deployment and prints the report.
 * @returns the exit status
 * @throws UsageError if it cannot run at all
 */
export async function conformance(args: string[]): Promise<number> {
  const { junit, json, ...settings } = optionsOf(args)
  // Fail before the run rather than after it.
  for (const file of [junit, json]) if (file !== null) writing(file, () => closeSync(openSync(file, 'a')))
  const interruption = new AbortController()
  const interrupt = (): void => interruption.abort()
  process.once('SIGINT', interrupt)
  try {
    const report = await checkConformance({ ...settings, signal: interruption.signal, onResults: (results) => console.log(paragraphOf(results)) })
    console.log(summaryOf(report))
    if (junit !== null) writing(junit, () => writeFileSync(junit, junitOf(report)))
    if (json !== null) writing(json, () => writeFileSync(json, jsonOf(report)))
    return statusOf(report)
  } catch (error) {
    throw error instanceof CannotRun ? new UsageError(error.message) : error
  } finally {
    process.off('SIGINT', interrupt)
  }
}

function statusOf({ results, leftBehind, interrupted }: Report): number {
  if (leftBehind.length > 0 || results.some(({ outcome }) => outcome === 'failed')) return 1
  return interrupted || results.some((result) => result.outcome === 'skipped' && result.prevented) ? 2 : 0
}

type Options = { url: string; token: string; secondToken: string | null; only: string[]; junit: string | null; json: string | null }

/** @throws UsageError without a URL or a token */
function optionsOf(args: string[]): Options {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args, options: { 'url': text, 'token': text, 'second-token': text, 'junit': text, 'json': text, 'only': text } })
  const target = readTarget()
  const { url = target.url, token = target.token, junit = null, json = null, only } = values
  if (url === null) throw new UsageError('No URL. Set TASKPACT_URL or --url to the deployment, such as https://tasks.example.com.')
  if (token === null) throw new UsageError('No token. Set TASKPACT_TOKEN or --token to an access token, which a log-in returns.')
  return { url, token, secondToken: values['second-token'] ?? null, only: only?.split(',').map((name) => name.trim()) ?? [], junit, json }
}

function writing(file: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new UsageError(`The report ${file} cannot be written (${code}). Choose a writable file.`)
  }
}
