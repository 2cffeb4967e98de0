import { newLinkToken } from '../../src/identity/links.ts'
import type { TestService } from './service.ts'

/** The token of a new link of somebody's to a new password, as a mail would bring it. */
export async function resetTokenOf({ database }: TestService, userId: number): Promise<string> {
  const { token, hash } = newLinkToken()
  await database.superuser('insert into reset_links (hash, user_id, mail_id) values ($1, $2, 0)', [hash, userId])
  return token
}

/** The token of a new link that confirms somebody's address, as a mail would bring it. */
export async function verificationTokenOf({ database }: TestService, userId: number): Promise<string> {
  const { token, hash } = newLinkToken()
  await database.superuser(
    "insert into email_links (hash, user_id, mail_id, kind, email) select $1, id, 0, 'email_verification', email from users where id = $2",
    [hash, userId],
  )
  return token
}
