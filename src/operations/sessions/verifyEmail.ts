import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { clientName } from '../../identity/client-name.ts'
import { emailKey, emailKeys } from '../../identity/email.ts'
import { tokenHash } from '../../identity/token-hash.ts'
import { addressTaken, linkRefused } from '../../problem.ts'

export const verifyEmail: Operation<'verifyEmail'> = async ({ body: { verification_token: token }, headers, db, report }) => {
  const link_hash = tokenHash(token)
  const link = await db.maybeOne(sql.findEmailLink, { link_hash })
  if (!link) throw linkRefused()
  const { user_id, email, kind } = link
  if (kind === 'email_verification') {
    if (!(await db.maybeOne(sql.confirmEmail, { user_id, link_hash }))) throw linkRefused()
    return
  }
  const owner = await db.maybeOne(sql.findPassword, { email_keys: emailKeys(email) })
  if (owner && owner.id !== user_id) throw addressTaken()
  const changed = await db.maybeOne(sql.confirmEmailChange, {
    user_id,
    link_hash,
    email,
    email_key: emailKey(email),
    client: clientName(headers['user-agent']),
  })
  if (!changed) throw linkRefused()
  report('email-changed')
}
