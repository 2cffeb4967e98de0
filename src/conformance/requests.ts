import type { Declared } from './declared.ts'
import type { Request } from './http.ts'
import type { TestUser } from './people.ts'
import { kindOf, plain, requesterFor } from './things.ts'
import type { TestRun } from './trial.ts'
import { endsSession, isOfAccount, segmentOf, validRequest } from './valid-request.ts'

/**
 * A request that succeeds, on a new resource if its path has an id.
 * @param who the user that sends it; null for the most suitable one
 * @throws Prevented if it needs an account that cannot be registered
 */
export async function prepare(trial: TestRun, operation: Declared, who: TestUser | null = null): Promise<Request> {
  const caller = operation.secured ? (who ?? (await callerOf(trial, operation))) : null
  const [first] = Object.values(operation.examples)
  const { params, body } = await validRequest(operation, requesterFor(trial, caller), first && own(trial, first))
  return { ...plain(trial, operation.id, caller), params, body }
}

/**
 * The user that sends a request: the owner of the token if everything it creates can be permanently deleted; otherwise an account
 * of the kit, which is deleted with its content. An operation that ends a session gets a new account, and so does one on accounts: what
 * it is tried with must not end the sessions that others are tried with.
 */
async function callerOf(trial: TestRun, operation: Declared): Promise<TestUser> {
  if (endsSession(operation) || (isOfAccount(operation) && operation.method !== 'GET')) return trial.createUser()
  const kind = kindOf(operation)
  const leavesNothing = kind ? kind.removable : operation.method === 'GET' || segmentOf(operation) === 'tasks'
  return leavesNothing ? trial.first : trial.guest()
}

/** An example with unique names, so that it can be recognized and conflicts with nothing. */
export function own(trial: TestRun, example: Record<string, unknown>): Record<string, unknown> {
  const names = { title: trial.name(), name: trial.name(), email: `${trial.name().replace(' ', '-')}@example.com` }
  const given = Object.entries(names).filter(([name]) => name in example)
  return { ...example, ...Object.fromEntries(given) }
}
