import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { newPersonalToken } from '../../identity/personal-tokens.ts'
import { quotaExceeded } from '../../problem.ts'

const mostTokens = 50

export const createToken: Operation<'createToken'> = async ({ body: { name, scopes, expires_in_days: days }, db, report }) => {
  const { text, hash } = newPersonalToken()
  const creation = { name, scopes: JSON.stringify(scopes), hash, days, most: mostTokens }
  const [, token] = await Promise.all([db.many(sql.lockPlaces, {}), db.maybeOne(sql.createToken, creation)])
  if (!token) throw quotaExceeded('tokens', String(mostTokens))
  report('token-created')
  return { ...token, secret: text }
}
