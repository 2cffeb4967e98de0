import { performance } from 'node:perf_hooks'
import { checks } from './checks.ts'
import { requirePages } from './checks/pages-of-problems.ts'
import { cleanUp } from './cleanup.ts'
import { loadExpectations } from './declared.ts'
import type { Expectations } from './declared.ts'
import { CannotRun, Fault, Prevented, Skipped } from './outcome.ts'
import type { Outcome, Report, Result } from './outcome.ts'
import { addressOf, ownerOf, requireContract } from './preflight.ts'
import { createTestRun } from './trial.ts'
import type { TestRun } from './trial.ts'

/** What to check, as whom. */
export type Settings = {
  url: string
  token: string
  secondToken: string | null
  /** The operations and checks to keep to; each is the name of one, or both with a slash between. All, if there are none. */
  only: string[]
  signal?: AbortSignal
  /** Told of the results of an operation as soon as they are there. */
  onResults?: (results: Result[]) => void
}

/** What the results that are of no one operation stand under. */
const whole = 'deployment'

/**
 * Checks a deployment against the contract that is shipped with this package, and removes what it made there.
 * @throws CannotRun where there is nothing to check, or nobody to check it as
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
  if (second?.id === first.id) throw new CannotRun('--token and --second-token are of the same user; they have to be of two.')

  const trial = createTestRun({ url, expectations, first, second })
  const report: Report = { url, contract: expectations.version, results: [], leftBehind: [], interrupted: false }
  const add = (results: Result[]): void => {
    report.results.push(...results)
    onResults(results)
  }
  try {
    const lacking = expectations.operations.filter(({ id }) => !served.includes(id)).map(({ id }) => id)
    if (wanted(whole, 'contract')) add([await resultOf(trial, whole, 'contract', 'its own contract has every operation', () => requireNone(lacking))])
    for (const { operation, due } of plan) {
      const results: Result[] = []
      for (const [name, check] of due) {
        if (!signal?.aborted) results.push(await resultOf(trial, operation.id, name, check.title, () => check.run(trial, operation)))
      }
      if (results.length > 0) add(results)
    }
    if (!signal?.aborted && wanted(whole, 'problem-pages')) add([await resultOf(trial, whole, 'problem-pages', 'every type of problem that came up has its page', () => requirePages(trial))])
  } finally {
    report.leftBehind = await cleanUp(trial)
    report.interrupted = signal?.aborted ?? false
  }
  return report
}

/** @throws CannotRun where --only names something that there is not */
function requireKnown({ operations }: Expectations, only: string[]): void {
  const ofWhole = ['contract', 'problem-pages']
  const pairs = [...operations.flatMap(({ id }) => Object.keys(checks).map((check) => `${id}/${check}`)), ...ofWhole.map((check) => `${whole}/${check}`)]
  const known = new Set([...pairs, ...pairs.flatMap((pair) => pair.split('/'))])
  const unknown = only.find((name) => !known.has(name))
  if (unknown !== undefined) throw new CannotRun(`--only has "${unknown}", which is no operation and no check. The checks are ${[...Object.keys(checks), ...ofWhole].join(', ')}.`)
}

/** Whether --only names an operation or a check; without it, all are wanted. */
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
