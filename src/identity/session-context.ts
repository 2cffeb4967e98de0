import type { Quotas } from '../config/settings.ts'
import { sessionContext } from '../database/statement-runner.ts'
import type { SessionContext } from '../database/statement-runner.ts'
import * as sql from '../generated/sql.ts'
import { internal, notFound, unauthenticated } from '../problem.ts'
import type { Caller } from './caller.ts'

/** What a client is told where the operator has set OWN_ACCOUNTS=off. */
export const accountsAreElsewhere = "Accounts are kept by the front end's Better Auth server. Sign in there, and send the token that it gives."

const sessionEnded = () => unauthenticated('The session has ended. Log in again.')
const tokenEnded = () => unauthenticated('The personal access token was revoked or has expired. Create another one.')

/** The session context of a caller who is not signed in. */
export const anonymousContext: SessionContext = sessionContext(sql.openAuthentication, {}, () =>
  internal(new Error('the role taskpact_authentication was not taken')),
)

/**
 * The context of a caller's transaction. The session or personal access token must be active or, for a front end's token, the account
 * must exist.
 * @param request the operation and the request, as they are recorded with what they change
 * @param quotas what the transaction may add to, where it may change anything; with each_statement, each statement is checked rather
 * than the transaction as it commits
 * @param statementTimeoutMs the longest that each of its statements may take
 * @param role taskpact_authentication for what compares or changes the caller's password, which no other role sees
 */
export function sessionContextFor(
  { userId, sessionId, issuer, tokenId }: Caller,
  request: { operation: string; id: string } | null,
  quotas: (Quotas & { each_statement?: true }) | null,
  statementTimeoutMs: number,
  role: 'taskpact_runtime' | 'taskpact_authentication' = 'taskpact_runtime',
): SessionContext {
  const values = {
    user_id: String(userId),
    quotas: quotas ? JSON.stringify(quotas) : '',
    request: request
      ? JSON.stringify({
          operation: request.operation,
          request_id: request.id,
          via: tokenId !== null ? `personal-token:${tokenId}` : sessionId === null ? `token:${issuer}` : `session:${sessionId}`,
        })
      : '',
    role,
    read_only: quotas ? 'off' : 'on',
    statement_timeout: String(statementTimeoutMs),
  }
  if (tokenId !== null) return sessionContext(sql.openToken, { ...values, token_id: tokenId }, tokenEnded, userId)
  if (sessionId === null) return sessionContext(sql.openAccount, values, sessionEnded, userId)
  return sessionContext(sql.openSession, { ...values, session_id: sessionId }, sessionEnded, userId)
}

/**
 * The context in which the operator acts on an account, or looks at it.
 * @param act what it is recorded as; null for a look
 * @param role taskpact_authentication for what only signing in may change, such as sessions, and else that of the user's own requests
 */
export function operatorContext(
  userId: number,
  act: `operator.${string}` | null,
  statementTimeoutMs: number,
  role: 'taskpact_runtime' | 'taskpact_authentication',
): SessionContext {
  const values = {
    user_id: String(userId),
    quotas: '',
    request: act === null ? '' : JSON.stringify({ operation: act, via: 'operator' }),
    role,
    read_only: act === null ? 'on' : 'off',
    statement_timeout: String(statementTimeoutMs),
  }
  return sessionContext(sql.openOperator, values, () => notFound('user'), userId)
}
