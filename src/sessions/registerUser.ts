import * as sql from '../generated/sql.ts'
import { WithHeaders } from '../operation.ts'
import type { Operation } from '../operation.ts'
import { emailKey, newRefreshToken, refreshTokenHash, signedIn } from '../session.ts'

export const registerUser: Operation<'registerUser'> = async ({ body, db, service }) => {
  // Hashed before the first statement, so that no connection is held meanwhile.
  const hash = await service.passwords.inTurn(() => service.passwords.hash(body.password))
  const user = await db.one(sql.registerUser, { email: body.email, name: body.name, email_key: emailKey(body.email), hash })
  const refreshToken = newRefreshToken()
  const session = await db.one(sql.startSession, { user_id: user.id, hash: refreshTokenHash(refreshToken) })
  return new WithHeaders(signedIn(service.tokens, user, session.id, refreshToken), { Location: `/api/${user.id}` })
}
