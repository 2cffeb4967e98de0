import type { OperationFacts } from '../contract/contract.ts'
import { callersOwn } from '../contract/extensions.ts'
import { textOf } from '../contract/parameters.ts'
import type { Caller } from '../identity/caller.ts'
import { signInKey } from '../identity/session.ts'
import { memberOf } from '../json.ts'
import type { SecurityEvent } from '../observability/security-events.ts'
import { Problem, isRefusal } from '../problem.ts'

/** The key of the account whose sign-in limit a request counts against; null for none. */
export function accountOf({ signInLimit }: OperationFacts, body: unknown, caller: Caller | null): string | null {
  if (signInLimit === null) return null
  return signInLimit === callersOwn && caller ? `user ${caller.userId}` : signInKey(textOf(memberOf(body, signInLimit)))
}

/** What an operation that succeeded is to an operator. */
export function eventOf({ session }: OperationFacts): SecurityEvent | null {
  if (session === 'starts') return 'signed-in'
  if (session === 'removes') return 'account-deleted'
  return session === 'ends' ? 'session-revoked' : null
}

/** What an operation that was refused is to an operator. */
export function eventOfRefusal({ signInLimit }: OperationFacts, error: unknown): SecurityEvent | null {
  if (!(error instanceof Problem)) return null
  return error.event ?? (signInLimit !== null && error.status === 401 ? 'sign-in-failed' : null)
}

/** Reports a 429 as a lock, and throws it again. */
export const reportingLock =
  (tell: (event: SecurityEvent) => void) =>
  (error: unknown): never => {
    if (isRefusal(error, 429)) tell('sign-in-locked')
    throw error
  }
