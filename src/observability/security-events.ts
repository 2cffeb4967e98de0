import { createHmac, hkdfSync } from 'node:crypto'
import type { Logger } from 'pino'
import type { ProblemEvent } from '../problem.ts'
import type { TraceIds } from './trace.ts'

/** What an operator wants to be told of. */
export type SecurityEvent =
  | ProblemEvent
  | 'signed-in'
  | 'password-changed'
  | 'password-reset-requested'
  | 'email-change-requested'
  | 'email-changed'
  | 'token-created'
  | 'token-revoked'
  | 'sign-in-locked'
  | 'account-deleted'
  | 'account-disabled'
  | 'account-enabled'
  | 'sessions-ended'
  | 'reset-link-created'

/**
 * A request or an act of the operator in which one occurred. `account` is what a sign-in names, and elsewhere the user's id; null if it is not
 * known. An act has no request and no address.
 */
export type Occasion = { requestId?: string; traceIds?: TraceIds | undefined; operation: string; account: string | null; address: string | null }

/** Writes a line of its own for an event. */
export type SecurityLog = (event: SecurityEvent, occasion: Occasion) => void

/**
 * A log that tells which lines are of one account or address, and never which account or address that is: they are hashed by a key
 * of the service's own, so that nobody else can try them out.
 */
export function createSecurityLog(log: Logger, secret: string): SecurityLog {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'taskpact security events', 32))
  const hashed = (value: string): string => createHmac('sha256', key).update(value).digest('base64url')
  return (event, { requestId, traceIds, operation, account, address }) =>
    log[event === 'signed-in' ? 'info' : 'warn'](
      {
        ...{ event, requestId, ...traceIds, operation },
        ...(account !== null && { account: hashed(account) }),
        ...(address !== null && { address: hashed(address) }),
      },
      'security event',
    )
}
