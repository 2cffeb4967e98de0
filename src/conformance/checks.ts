import type { Check } from './check.ts'
import { effects } from './checks/changes.ts'
import { isolation } from './checks/isolation.ts'
import { keys } from './checks/keys.ts'
import { preferences } from './checks/preferences.ts'
import { reads } from './checks/reads.ts'
import { refusals } from './checks/refusals.ts'
import type { Declared } from './declared.ts'
import { Fault, Skipped } from './outcome.ts'

/** Responses that a client cannot provoke. If they occur, they are checked against the contract like any other. */
const notFromOutside = [408, 410, 429, 503]

/** Finds declared responses that no check provokes. */
const declared: Check = {
  title: 'every declared response is provoked',
  provokes: [],
  applies: () => true,
  async run(_, operation) {
    const unprovoked = unprovokedBy(operation)
    const unknown = unprovoked.filter((status) => !isBeyondReach(operation, status))
    if (unknown.length > 0) throw new Fault('a check that provokes it', `none for ${unknown.join(', ')}: add one to src/conformance/checks/`)
    if (unprovoked.length > 0) throw new Skipped(`${unprovoked.join(', ')} cannot be provoked by a client`)
    await Promise.resolve()
  },
}

/** Every check by its name in reports and in --only. */
export const checks: Record<string, Check> = { ...effects, ...reads, ...refusals, ...preferences, ...keys, ...isolation, declared }

function unprovokedBy(operation: Declared): number[] {
  const provoked = Object.values(checks).flatMap((check) => (check.applies(operation) ? check.provokes : []))
  return operation.statuses.filter((status) => status >= 300 && !provoked.includes(status))
}

function isBeyondReach({ answers, parameters, body }: Declared, status: number): boolean {
  if (status === 409) return answers.get(409)?.shared === 'IdempotencyInFlight'
  // An operation without parameters and body has nothing that can be invalid.
  if (status === 400) return parameters.length === 0 && body === 'none'
  return notFromOutside.includes(status)
}
