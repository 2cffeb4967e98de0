import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { clientName } from '../../identity/client-name.ts'
import { requireCurrentPassword } from '../../identity/current-password.ts'
import { requireAddress } from '../../identity/email.ts'
import { mostLinkMails } from '../../identity/links.ts'
import { addressElsewhere } from '../../problem.ts'

// Whether the new address has an account is not looked at before its link is used, so that no answer tells.
// Queue before the first statement, so that waiting requests hold no connection.
export const changeEmail: Operation<'changeEmail'> = ({ caller: { sessionId }, body, headers, db, service, report }) =>
  service.passwords.inTurn(async () => {
    if (sessionId === null) throw addressElsewhere()
    const { email, current_password: current } = body
    requireAddress('#/email', email)
    await requireCurrentPassword(db, service.passwords, sessionId, current)
    await db.many(sql.queueEmailChange, { email, client: clientName(headers['user-agent']), most: mostLinkMails })
    report('email-change-requested')
  })
