import * as sql from '../../generated/sql.ts'
import { WithHeaders } from '../../execution/operation.ts'
import type { Operation } from '../../execution/operation.ts'
import { invalidRequest } from '../../problem.ts'
import { emailKey, newRefreshToken, refreshTokenHash, signedIn } from '../../identity/session.ts'

export const registerUser: Operation<'registerUser'> = async ({ body, db, service }) => {
  // The contract has counted the characters as they were sent; composed, as they are compared, there may be fewer.
  if (Array.from(body.password.normalize('NFC')).length < 8) throw invalidRequest([{ pointer: '#/password', detail: 'must hold 8 characters or more' }])
  // Hashed before the first statement, so that no connection is held meanwhile.
  const hash = await service.passwords.inTurn(() => service.passwords.hash(body.password))
  const user = await db.one(sql.registerUser, { email: body.email, name: body.name, email_key: emailKey(body.email), hash })
  const refreshToken = newRefreshToken()
  const session = await db.one(sql.startSession, { user_id: user.id, hash: refreshTokenHash(refreshToken) })
  return new WithHeaders(signedIn(service.tokens, user, session.id, refreshToken), { Location: `/api/${user.id}` })
}
