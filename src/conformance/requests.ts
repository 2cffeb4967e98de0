import type { Declared } from './declared.ts'
import type { Request } from './http.ts'
import type { TestUser } from './people.ts'
import { kindOf, plain, requesterFor } from './things.ts'
import type { TestRun } from './trial.ts'
import { segmentOf, sessionEnding, validRequest } from './valid-request.ts'

/**
 * A request that would be carried out, about a new thing where its path names one.
 * @param who null for whoever is best to ask, or somebody to ask instead
 * @throws Prevented where it takes an account that is not to be had
 */
export async function prepare(trial: TestRun, operation: Declared, who: TestUser | null = null): Promise<Request> {
  const caller = operation.secured ? (who ?? (await callerOf(trial, operation))) : null
  const [first] = Object.values(operation.examples)
  const { params, body } = await validRequest(operation, requesterFor(trial, caller), first && own(trial, first))
  return { ...plain(trial, operation.id, caller), params, body }
}

/**
 * Who asks for an operation: the token's owner, where all that it leaves can be removed for good; otherwise an account of the
 * kit's own, which goes with all that it has. What ends a session is asked for by somebody new.
 */
async function callerOf(trial: TestRun, operation: Declared): Promise<TestUser> {
  if (sessionEnding.includes(operation.id)) return trial.createUser()
  const kind = kindOf(operation)
  const leavesNothing = kind ? kind.removable : operation.method === 'GET' || segmentOf(operation) === 'tasks'
  return leavesNothing ? trial.first : trial.guest()
}

/** An example with names that nothing else has, so that it can be told apart and clashes with nothing. */
export function own(trial: TestRun, example: Record<string, unknown>): Record<string, unknown> {
  const names = { title: trial.name(), name: trial.name(), email: `${trial.name().replace(' ', '-')}@example.com` }
  const given = Object.entries(names).filter(([name]) => name in example)
  return { ...example, ...Object.fromEntries(given) }
}
