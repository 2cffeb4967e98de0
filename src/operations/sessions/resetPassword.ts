import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { clientName } from '../../identity/client-name.ts'
import { tokenHash } from '../../identity/token-hash.ts'
import { requireStrong } from '../../identity/weak-passwords.ts'
import { linkRefused } from '../../problem.ts'

// Queue before the first statement, so that waiting requests hold no connection.
export const resetPassword: Operation<'resetPassword'> = ({ body: { reset_token: token, password }, headers, db, service, report }) =>
  service.passwords.inTurn(async () => {
    const link_hash = tokenHash(token)
    const account = await db.maybeOne(sql.findResetLink, { link_hash })
    if (!account) throw linkRefused()
    requireStrong('#/password', password, { email: account.email ?? '', name: account.name ?? '' })
    const hash = await service.passwords.hash(password)
    const ended = await db.maybeOne(sql.resetPassword, { user_id: account.id, link_hash, hash, client: clientName(headers['user-agent']) })
    if (!ended) throw linkRefused()
    report('password-changed')
    if (ended.sessions_ended) report('session-revoked')
    if (ended.tokens_ended) report('token-revoked')
  })
