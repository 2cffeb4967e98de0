import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { accountDisabled, refreshTokenReused, unauthenticated } from '../../problem.ts'
import { signedIn } from '../../identity/session.ts'
import { tokenHash } from '../../identity/token-hash.ts'

export const refreshSession: Operation<'refreshSession'> = async ({ body, db, service }) => {
  const hash = tokenHash(body.refresh_token)
  const max_days = service.sessionMaxDays
  const found = await db.maybeOne(sql.findRefreshToken, { hash, max_days })
  if (!found) throw unauthenticated('The refresh token is unknown or its session has ended. Log in again.')
  if (found.disabled) throw accountDisabled()
  const successor = service.tokens.nextRefreshToken(body.refresh_token)
  const successorHash = tokenHash(successor)
  if (!found.replaced) {
    await db.one(sql.replaceRefreshToken, { hash, successor: successorHash, max_days })
  } else if (!found.just_replaced || !(await db.maybeOne(sql.isUnused, { hash: successorHash }))?.unused) {
    await db.one(sql.revokeSession, { user_id: found.id, session_id: found.session_id })
    // Returned, not thrown, so that the revocation is kept.
    return refreshTokenReused()
  }
  return signedIn(service.tokens, found, found.session_id, successor)
}
