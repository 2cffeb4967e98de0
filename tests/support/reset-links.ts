import { newResetToken } from '../../src/identity/reset-links.ts'
import type { TestService } from './service.ts'

/** The token of a new link of somebody's, as a mail would bring it. */
export async function resetTokenOf({ database }: TestService, userId: number): Promise<string> {
  const { token, hash } = newResetToken()
  await database.superuser('insert into reset_links (hash, user_id, mail_id) values ($1, $2, 0)', [hash, userId])
  return token
}
