import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { clientName } from '../../identity/client-name.ts'
import { requireCurrentPassword } from '../../identity/current-password.ts'
import { requireStrong } from '../../identity/weak-passwords.ts'
import { noPassword } from '../../problem.ts'

// Queue before the first statement, so that waiting requests hold no connection.
export const changePassword: Operation<'changePassword'> = ({ caller: { sessionId }, body, headers, db, service, report }) =>
  service.passwords.inTurn(async () => {
    if (sessionId === null) throw noPassword()
    const { current_password: current, new_password: password } = body
    const account = await requireCurrentPassword(db, service.passwords, sessionId, current)
    requireStrong('#/new_password', password, { email: account.email ?? '', name: account.name ?? '' })
    const hash = await service.passwords.hash(password)
    const client = clientName(headers['user-agent'])
    // Sent together, and carried out one after the other.
    const [, ended] = await Promise.all([db.one(sql.changePassword, { hash, client }), db.maybeOne(sql.endOtherSessions, { session_id: sessionId })])
    report('password-changed')
    if (ended) report('session-revoked')
  })
