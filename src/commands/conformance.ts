import { closeSync, openSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { UsageError } from './command.ts'
import type { Command } from './command.ts'
import { readTarget } from '../config.ts'
import { CannotRun } from '../conformance/outcome.ts'
import type { Report } from '../conformance/outcome.ts'
import { jsonOf, junitOf, paragraphOf, summaryOf } from '../conformance/report.ts'
import { checkConformance } from '../conformance/run.ts'

export const command: Command = {
  summary: 'Checks a deployment against the contract, over HTTP alone.',
  help: `Usage: taskpact conformance [--url <url>] [--token <token>] [--second-token <token>] [--junit <file>] [--json <file>] [--only <names>]

  --url           Where the deployment is, such as https://tasks.example.com. Default: TASKPACT_URL.
  --token         An access token of a user, best of one who is there for tests. Default: TASKPACT_TOKEN.
  --second-token  One of another user. Without it, isolation between users is not checked, and the report says so.
  --junit         A file for the report as JUnit's XML.
  --json          A file for the report as JSON.
  --only          Operations and checks to keep to, separated by commas, such as getTask,paging or createTask/replay.

The contract is the one that comes with this package. In the accounts of the tokens tasks and tags are made, and removed for good
in the end; what could not be undone there happens in accounts that are registered for it, and deleted. It ends with 0 where the
deployment keeps to the contract, with 1 where it does not or something could not be removed, and with 2 where it, or a part of it, could not be checked.`,

  async run(args) {
    process.exitCode = await conformance(args)
  },
}

/**
 * Checks a deployment, and prints the report.
 * @returns the exit status
 * @throws UsageError where it cannot run at all
 */
export async function conformance(args: string[]): Promise<number> {
  const { junit, json, ...settings } = optionsOf(args)
  // Better now than when all is done.
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

/** @throws UsageError where there is no deployment to ask, or nobody to ask it as */
function optionsOf(args: string[]): Options {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args, options: { url: text, token: text, 'second-token': text, junit: text, json: text, only: text } })
  const target = readTarget()
  const { url = target.url, token = target.token, junit = null, json = null, only } = values
  if (url === null) throw new UsageError('There is no URL. Set TASKPACT_URL or give --url: where the deployment is, such as https://tasks.example.com.')
  if (token === null) throw new UsageError('There is no token. Set TASKPACT_TOKEN or give --token: an access token, as a log-in gives it.')
  return { url, token, secondToken: values['second-token'] ?? null, only: only?.split(',').map((name) => name.trim()) ?? [], junit, json }
}

function writing(file: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new UsageError(`The report ${file} cannot be written (${code}). Name a file in a folder that can.`)
  }
}
