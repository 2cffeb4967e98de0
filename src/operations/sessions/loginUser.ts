import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { accountDisabled, invalidCredentials } from '../../problem.ts'
import { emailKeys } from '../../identity/email.ts'
import { newSession, signedIn } from '../../identity/session.ts'

// Queue before the first statement, so that waiting requests hold no connection.
export const loginUser: Operation<'loginUser'> = ({ body, headers, db, service, report }) =>
  service.passwords.inTurn(async () => {
    const account = await db.maybeOne(sql.findPassword, { email_keys: emailKeys(body.email) })
    const matches = await service.passwords.matches(body.password, account?.hash)
    if (!account || !matches) throw invalidCredentials()
    // Only who knows the password learns this.
    if (account.disabled) throw accountDisabled()
    const { refreshToken, ...fresh } = newSession(headers)
    const session = await db.maybeOne(sql.startSession, { ...fresh, user_id: account.id, password_hash: account.hash, max_days: service.sessionMaxDays })
    if (!session) throw invalidCredentials()
    const ended = await db.many(sql.endOldestSessions, { user_id: account.id, most: service.quotas.sessions })
    if (ended.length > 0) report('session-revoked')
    return signedIn(service.tokens, account, session.id, refreshToken)
  })
