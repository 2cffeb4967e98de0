import * as sql from '../../generated/sql.ts'
import { WithHeaders } from '../../execution/with-headers.ts'
import type { Operation } from '../../execution/operation.ts'
import { emailTaken } from '../../problem.ts'
import { emailKey, emailKeys, requireAddress } from '../../identity/email.ts'
import { requireStrong } from '../../identity/weak-passwords.ts'
import { newSession, signedIn } from '../../identity/session.ts'

export const registerUser: Operation<'registerUser'> = async ({ body, headers, db, service }) => {
  requireAddress('#/email', body.email)
  requireStrong('#/password', body.password, body)
  // Hash before the first statement, so that no connection is held meanwhile.
  const hash = await service.passwords.inTurn(() => service.passwords.hash(body.password))
  const keys = emailKeys(body.email)
  // An account from before may have another key than the one whose uniqueness the database ensures.
  if (keys.length > 1 && (await db.maybeOne(sql.findPassword, { email_keys: keys }))) throw emailTaken()
  const { refreshToken, ...fresh } = newSession(headers)
  const account = { email: body.email, name: body.name ?? null, email_key: emailKey(body.email), hash, client: fresh.client }
  const user = await db.one(sql.registerUser, account)
  const session = await db.one(sql.startSession, { ...fresh, user_id: user.id, password_hash: hash, max_days: service.sessionMaxDays })
  return new WithHeaders(signedIn(service.tokens, user, session.id, refreshToken), { Location: `/api/${user.id}` })
}
