import * as sql from '../../generated/sql.ts'
import { WithHeaders } from '../../execution/with-headers.ts'
import type { Operation } from '../../execution/operation.ts'
import { emailTaken, invalidRequest } from '../../problem.ts'
import { emailFault, emailKey, emailKeys } from '../../identity/email.ts'
import { requireStrong } from '../../identity/weak-passwords.ts'
import { newSession, signedIn } from '../../identity/session.ts'

export const registerUser: Operation<'registerUser'> = async ({ body, headers, db, service }) => {
  const fault = emailFault(body.email)
  if (fault !== null) throw invalidRequest([{ pointer: '#/email', detail: fault }])
  requireStrong('#/password', body.password, body)
  // Hash before the first statement, so that no connection is held meanwhile.
  const hash = await service.passwords.inTurn(() => service.passwords.hash(body.password))
  const keys = emailKeys(body.email)
  // An account from before may have another key than the one whose uniqueness the database ensures.
  if (keys.length > 1 && (await db.maybeOne(sql.findPassword, { email_keys: keys }))) throw emailTaken()
  const user = await db.one(sql.registerUser, { email: body.email, name: body.name ?? null, email_key: emailKey(body.email), hash })
  const { refreshToken, ...fresh } = newSession(headers)
  const session = await db.one(sql.startSession, { ...fresh, user_id: user.id, password_hash: hash, max_days: service.sessionMaxDays })
  return new WithHeaders(signedIn(service.tokens, user, session.id, refreshToken), { Location: `/api/${user.id}` })
}
