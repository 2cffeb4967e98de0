import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { invalidCredentials } from '../../problem.ts'
import { emailKey, newRefreshToken, refreshTokenHash, signedIn } from '../../identity/session.ts'

// The turn is taken before the first statement, so that those who wait for one hold no connection.
export const loginUser: Operation<'loginUser'> = ({ body, db, service }) =>
  service.passwords.inTurn(async () => {
    const account = await db.maybeOne(sql.findPassword, { email_key: emailKey(body.email) })
    const matches = await service.passwords.matches(body.password, account?.hash)
    if (!account || !matches) throw invalidCredentials()
    const refreshToken = newRefreshToken()
    const session = await db.one(sql.startSession, { user_id: account.id, hash: refreshTokenHash(refreshToken) })
    return signedIn(service.tokens, account, session.id, refreshToken)
  })
