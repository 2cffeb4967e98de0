import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { unauthenticated } from '../../problem.ts'
import { refreshTokenHash, signedIn } from '../../identity/session.ts'

export const refreshSession: Operation<'refreshSession'> = async ({ body, db, service }) => {
  const hash = refreshTokenHash(body.refresh_token)
  const found = await db.maybeOne(sql.findRefreshToken, { hash })
  if (!found) throw unauthenticated('The refresh token is unknown or its session is over. Log in again.')
  const successor = service.tokens.nextRefreshToken(body.refresh_token)
  const successorHash = refreshTokenHash(successor)
  if (!found.replaced) {
    await db.one(sql.replaceRefreshToken, { hash, successor: successorHash })
  } else if (!found.just_replaced || !(await db.maybeOne(sql.isUnused, { hash: successorHash }))?.unused) {
    await db.one(sql.revokeSession, { session_id: found.session_id })
    // Returned, not thrown, so that the revocation is kept.
    return unauthenticated('The refresh token was used before, so its session was ended. Log in again.')
  }
  return signedIn(service.tokens, found, found.session_id, successor)
}
