import type { Check } from './check.ts'
import { effects } from './checks/changes.ts'
import { isolation } from './checks/isolation.ts'
import { keys } from './checks/keys.ts'
import { preferences } from './checks/preferences.ts'
import { reads } from './checks/reads.ts'
import { refusals } from './checks/refusals.ts'
import type { Declared } from './declared.ts'
import { Fault, Skipped } from './outcome.ts'

/** Answers that a client cannot bring about by itself. Where they come, they are held to the contract as any other. */
const notFromOutside = [429, 503]

/** What no check provokes of all that an operation declares. */
const declared: Check = {
  title: 'every answer that it declares is provoked',
  provokes: [],
  applies: () => true,
  async run(_, operation) {
    const unprovoked = unprovokedBy(operation)
    const unknown = unprovoked.filter((status) => !isBeyondReach(operation, status))
    if (unknown.length > 0) throw new Fault('a check that provokes it', `none for ${unknown.join(', ')}: add one below src/conformance/checks/`)
    if (unprovoked.length > 0) throw new Skipped(`${unprovoked.join(', ')} cannot be brought about from outside`)
    await Promise.resolve()
  },
}

/** Every check by the name that reports and --only call it. */
export const checks: Record<string, Check> = { ...effects, ...reads, ...refusals, ...preferences, ...keys, ...isolation, declared }

function unprovokedBy(operation: Declared): number[] {
  const provoked = Object.values(checks).flatMap((check) => (check.applies(operation) ? check.provokes : []))
  return operation.statuses.filter((status) => status >= 300 && !provoked.includes(status))
}

function isBeyondReach({ answers, parameters, body }: Declared, status: number): boolean {
  if (status === 409) return answers.get(409)?.shared === 'IdempotencyInFlight'
  // Where nothing is taken, nothing that is taken can be wrong.
  if (status === 400) return parameters.length === 0 && body === 'none'
  return notFromOutside.includes(status)
}
