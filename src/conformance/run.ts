import { performance } from 'node:perf_hooks'
import { checks } from './checks.ts'
import { requirePages } from './checks/pages-of-problems.ts'
import { cleanUp, removeMade } from './cleanup.ts'
import { loadExpectations } from './declared.ts'
import type { Expectations } from './declared.ts'
import { CannotRun, Fault, Prevented, Skipped } from './outcome.ts'
import type { Outcome, Report, Result } from './outcome.ts'
import { addressOf, ownerOf, requireContract } from './preflight.ts'
import { createTestRun } from './trial.ts'
import type { TestRun } from './trial.ts'

/** What to check, and as which users. */
export type Settings = {
  url: string
  token: string
  secondToken: string | null
  /** The operations and checks to run, each a name, or both names with a slash between them. Empty for all. */
  only: string[]
  signal?: AbortSignal
  /** Called with the results of each operation as soon as it is done. */
  onResults?: (results: Result[]) => void
}

/** The name under which results that belong to no operation are reported. */
const whole = 'deployment'

/**
 * Checks a deployment against the contract in this package, and removes everything it created.
 * @throws CannotRun if there is no deployment or no valid token
 */
export async function checkConformance({ only, signal, onResults = () => undefined, ...settings }: Settings): Promise<Report> {
  const url = addressOf(settings.url)
  const expectations = loadExpectations()
  requireKnown(expectations, only)
  const wanted = wantedBy(only)
  const plan = expectations.operations.flatMap((operation) => {
    const due = Object.entries(checks).filter(([name, check]) => check.applies(operation) && wanted(operation.id, name))
    return due.length > 0 ? [{ operation, due }] : []
  })

  const served = await requireContract(url, expectations)
  const first = await ownerOf(url, expectations, settings.token, '--token')
  const second = settings.secondToken === null ? null : await ownerOf(url, expectations, settings.secondToken, '--second-token')
  if (second?.id === first.id) throw new CannotRun('--token and --second-token belong to the same user; they must belong to two users.')

  const trial = createTestRun({ url, expectations, first, second })
  const report: Report = { url, contract: expectations.version, results: [], leftBehind: [], interrupted: false }
  const add = (results: Result[]): void => {
    report.results.push(...results)
    onResults(results)
  }
  try {
    const lacking = expectations.operations.filter(({ id }) => !served.includes(id)).map(({ id }) => id)
    if (wanted(whole, 'contract')) add([await resultOf(trial, whole, 'contract', 'its contract has every operation', () => requireNone(lacking))])
    for (const { operation, due } of plan) {
      const results: Result[] = []
      for (const [name, check] of due) {
        if (!signal?.aborted) results.push(await resultOf(trial, operation.id, name, check.title, () => check.run(trial, operation)))
      }
      if (results.length > 0) add(results)
      await removeMade(trial)
    }
    if (!signal?.aborted && wanted(whole, 'problem-pages'))
      add([await resultOf(trial, whole, 'problem-pages', 'every problem type that occurred has a page', () => requirePages(trial))])
  } finally {
    report.leftBehind = await cleanUp(trial)
    report.interrupted = signal?.aborted ?? false
  }
  return report
}

/** @throws CannotRun if --only has an unknown name */
function requireKnown({ operations }: Expectations, only: string[]): void {
  const ofWhole = ['contract', 'problem-pages']
  const pairs = [...operations.flatMap(({ id }) => Object.keys(checks).map((check) => `${id}/${check}`)), ...ofWhole.map((check) => `${whole}/${check}`)]
  const known = new Set([...pairs, ...pairs.flatMap((pair) => pair.split('/'))])
  const unknown = only.find((name) => !known.has(name))
  if (unknown !== undefined)
    throw new CannotRun(
      `--only has "${unknown}", which is neither an operation nor a check. The checks are ${[...Object.keys(checks), ...ofWhole].join(', ')}.`,
    )
}

/** Whether --only includes a check of an operation; without --only, all are included. */
function wantedBy(only: string[]): (operation: string, check: string) => boolean {
  return (operation, check) => only.length === 0 || [operation, check, `${operation}/${check}`].some((name) => only.includes(name))
}

function requireNone(lacking: string[]): Promise<void> {
  if (lacking.length > 0) throw new Fault('every operation of this contract', `no ${lacking.join(', ')}`)
  return Promise.resolve()
}

async function resultOf(trial: TestRun, operation: string, check: string, title: string, work: () => Promise<void>): Promise<Result> {
  const start = performance.now()
  trial.asked = null
  const outcome = await outcomeOf(trial, work)
  return { operation, check, title, milliseconds: Math.round(performance.now() - start), ...outcome }
}

async function outcomeOf(trial: TestRun, work: () => Promise<void>): Promise<Outcome> {
  try {
    await work()
    return { outcome: 'passed' }
  } catch (error) {
    if (error instanceof Skipped) return { outcome: 'skipped', reason: error.message, prevented: error instanceof Prevented }
    if (error instanceof Fault) return { outcome: 'failed', expected: error.expected, came: error.came, request: trial.asked }
    throw error
  }
}
