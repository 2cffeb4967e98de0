import { closeSync, openSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { CannotRun } from '../conformance/outcome.ts'
import type { Report } from '../conformance/outcome.ts'
import { jsonOf, junitOf, paragraphOf, summaryOf } from '../conformance/report.ts'
import { checkConformance } from '../conformance/run.ts'

/** What the command does, in one line. */
export const summary = 'Checks a deployment against the contract, over HTTP alone.'

/** What it is called with, and all there is to know before. */
export const help = `Usage: taskpact conformance --url <url> --token <token> [--second-token <token>] [--junit <file>] [--json <file>] [--only <names>]

  --url           Where the deployment is, such as https://tasks.example.com.
  --token         An access token of a user, best of one who is there for tests.
  --second-token  One of another user. Without it, isolation between users is not checked, and the report says so.
  --junit         A file for the report as JUnit's XML.
  --json          A file for the report as JSON.
  --only          Operations and checks to keep to, separated by commas, such as getTask,paging or createTask/replay.

In the accounts of the tokens it makes tasks and tags, which it removes for good when it is done. What could not be undone there,
it does in accounts that it registers, and deletes them. It ends with 0 where the deployment keeps to the contract, with 1 where it
does not or something could not be removed, and with 2 where it could not be checked.`

/** `taskpact conformance`. @returns the exit status */
export async function conformance(args: string[]): Promise<number> {
  const interruption = new AbortController()
  const interrupt = (): void => interruption.abort()
  process.once('SIGINT', interrupt)
  try {
    const options = optionsOf(args)
    if (options === null) {
      console.log(help)
      return 0
    }
    const { junit, json, ...settings } = options
    // Better now than when all is done.
    for (const file of [junit, json]) if (file !== null) writing(file, () => closeSync(openSync(file, 'a')))
    const report = await checkConformance({ ...settings, signal: interruption.signal, onResults: (results) => console.log(paragraphOf(results)) })
    console.log(summaryOf(report))
    if (junit !== null) writing(junit, () => writeFileSync(junit, junitOf(report)))
    if (json !== null) writing(json, () => writeFileSync(json, jsonOf(report)))
    return statusOf(report)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    console.error(error.message.replace(/\s*\n\s*/g, ' '))
    return 2
  } finally {
    process.off('SIGINT', interrupt)
  }
}

const statusOf = ({ results, leftBehind, interrupted }: Report): number =>
  interrupted ? 2 : leftBehind.length > 0 || results.some(({ outcome }) => outcome === 'failed') ? 1 : 0

type Options = { url: string; token: string; secondToken: string | null; only: string[]; junit: string | null; json: string | null }

/** @returns null where help is asked for. @throws CannotRun */
function optionsOf(args: string[]): Options | null {
  const text = { type: 'string' } as const
  const { values } = parsed(() =>
    parseArgs({ args, options: { url: text, token: text, 'second-token': text, junit: text, json: text, only: text, help: { type: 'boolean', short: 'h' } } }))
  if (values.help) return null
  const { url, token, junit = null, json = null, only } = values
  if (url === undefined) throw new CannotRun('There is no --url: give the one of the deployment, such as https://tasks.example.com.')
  if (token === undefined) throw new CannotRun('There is no --token: give an access token of a user of the deployment.')
  return { url, token, secondToken: values['second-token'] ?? null, only: only?.split(',').map((name) => name.trim()) ?? [], junit, json }
}

/** What Node finds wrong with a command line, without what it adds about a way around that is none here. */
function parsed<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    const [fault = ''] = error instanceof Error ? error.message.split(/\. |\n/) : []
    throw new CannotRun(`${fault}. "taskpact conformance --help" says what there is.`)
  }
}

function writing(file: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new CannotRun(`The report ${file} cannot be written (${code}). Name a file in a folder that can.`)
  }
}
