import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { clientName } from '../../identity/client-name.ts'
import { emailKeys } from '../../identity/email.ts'

// Whether there is such an account is found out after the response, so that it takes the same time.
export const forgotPassword: Operation<'forgotPassword'> = async ({ body, headers, db, report }) => {
  await db.one(sql.queueReset, { email_keys: emailKeys(body.email), client: clientName(headers['user-agent']) })
  report('password-reset-requested')
}
