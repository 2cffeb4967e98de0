// Compares the dates of random recurrence rules with those of python-dateutil.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import fc from 'fast-check'
import { nextOccurrence } from '../src/domain/calendar/recurrence.ts'
import type { Recurrence } from '../src/domain/calendar/recurrence.ts'
import { days, ends, rulesThatClamp, rulesWithWeeks, rulesWithoutWeeks } from './recurrence/rules.ts'
import { numberIn, runProgram } from './support/program.ts'
import { root } from './support/service.ts'
import { virtualEnvironment } from './support/virtual-environment.ts'

const usage = `npm run recurrence-check -- [--seed <number>] [--rules <number>]

Compares the dates of random recurrence rules, found by completing one after another, with those of python-dateutil. Fails if they
differ and none of the known differences explains it: scripts/recurrence/compare.py lists them, with the sentence of RFC 5545 that
decides. Needs Python 3.11.

  --seed <number>   for other rules (1)
  --rules <number>  how many rules with BYWEEKNO, and how many without (2000)`

const options = { seed: { type: 'string', default: '1' }, rules: { type: 'string', default: '2000' } } as const

// As in compare.py.
const most = 12

type Case = { rule: string; start: string; clamps: boolean; dates: string[] }

/** A rule, and the dates that a task is due on if each is completed. */
function caseOf(rule: string, start: string, clamps: boolean): Case {
  const recurrence: Recurrence = { rule, anchor: 'schedule', month_overflow: clamps ? 'clamp' : 'skip' }
  const dates: string[] = []
  let place = { recurs_from: { date: start }, recurs_at: { date: start }, recurs_number: 1 }
  while (dates.length < most) {
    const next = nextOccurrence(recurrence, { ...place, due: place.recurs_at }, 'UTC', null)
    if (!next) break
    const { date = '' } = next.recurs_at
    dates.push(date)
    place = { recurs_from: { date: next.recurs_from.date ?? '' }, recurs_at: { date }, recurs_number: next.recurs_number }
  }
  return { rule, start, clamps, dates }
}

/** Random cases. Half of them start on a date of their rule. */
function casesOf(rules: fc.Arbitrary<string>, clamps: boolean, seed: number, numRuns: number): Case[] {
  const start = (rule: string, day: string, onDate: boolean): string => (onDate ? caseOf(rule, day, clamps).dates[0] : undefined) ?? day
  const cases = fc.tuple(rules, days, ends, fc.boolean()).map(([rule, day, end, onDate]) => {
    const from = start(rule, day, onDate)
    return caseOf(rule + end(from), from, clamps)
  })
  return fc.sample(fc.noBias(cases), { seed, numRuns })
}

/** Has python-dateutil find the dates of the same rules. @returns 0 if they are the same, or the differences are known */
async function compare(command: string, cases: Record<string, Case[]>): Promise<number> {
  const child = spawn(command, [join(root, 'scripts/recurrence/compare.py')], { stdio: ['pipe', 'inherit', 'inherit'] })
  child.stdin.end(JSON.stringify(cases))
  const [status] = (await once(child, 'exit')) as [number | null] // null if a signal ended it
  return status ?? 1
}

await runProgram({ usage, options }, async (values) => {
  const [seed, rules] = [numberIn('seed', values.seed, 0, 2 ** 31), numberIn('rules', values.rules, 1, 100_000)]
  const bin = await virtualEnvironment('taskpact-recurrence-check', join(root, 'scripts/recurrence/requirements.txt'))
  return compare(join(bin, 'python'), {
    'with BYWEEKNO': casesOf(rulesWithWeeks, false, seed, rules),
    'without BYWEEKNO': casesOf(rulesWithoutWeeks, false, seed, rules),
    'with month_overflow=clamp': casesOf(rulesThatClamp, true, seed, Math.ceil(rules / 10)),
  })
})
