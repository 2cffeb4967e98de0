import type { OperationFacts } from '../contract/contract.ts'
import type { Caller } from '../identity/caller.ts'
import { insufficientScope, signInNeeded, unauthenticated } from '../problem.ts'

/**
 * Holds a token to its scopes, if it has any. Those of a batch are the scopes of its operations, each asked for in its turn.
 * @throws Problem 403 that names what is missing
 */
export function requireScope({ scope, path }: Pick<OperationFacts, 'scope' | 'path'>, { scopes }: Pick<Caller, 'scopes'>): void {
  if (scopes === null || scope === null || scope === 'of-each') return
  if (scope === 'sign-in') {
    // What is not of a user in its path is of a session.
    throw path.includes('{user_id}') ? signInNeeded() : unauthenticated('A token with scopes has no session.')
  }
  const missing = scope.filter((each) => !scopes.includes(each))
  if (missing.length > 0) throw insufficientScope(missing)
}
