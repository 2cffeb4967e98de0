import type { Connections } from '../database/connections.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import type { Database, RowOf } from '../database/statement.ts'
import * as sql from '../generated/sql.ts'
import { newResetToken, resetLink } from '../identity/reset-links.ts'
import { anonymousContext } from '../identity/session-context.ts'
import { changedLetter, resetLetter, written } from './letters.ts'
import type { Letter } from './letters.ts'
import type { Mail } from './mail.ts'

/** A mail to send, and what the log says of it. */
type Composed = { mail: Mail; kind: string; userId: number }

type Recipient = RowOf<typeof sql.findRecipient>

/** The mails with a link that an account gets in the 30 minutes for which one is valid: if it gets no more, it has a valid one. */
const mostLinks = 3

/**
 * Writes a mail that is queued, and keeps the hash of its link.
 * @returns null if it is for nobody, comes too late, or is one of too many
 */
export async function compose(connections: Connections, appUrl: string, id: number): Promise<Composed | null> {
  const db = new ImplicitTransaction(connections.alone, anonymousContext)
  const recipient = await db.maybeOne(sql.findRecipient, { id })
  const letter = recipient && (await letterFor(db, appUrl, id, recipient))
  if (!letter) return null
  const mail = { id: `taskpact-${id}-${Date.parse(recipient.created_at)}`, to: recipient.email, ...written(letter) }
  return { mail, kind: recipient.kind, userId: recipient.user_id }
}

/** @returns null for more links than an account gets */
async function letterFor(db: Database, appUrl: string, id: number, recipient: Recipient): Promise<Letter | null> {
  if (recipient.kind === 'password_changed') return changedLetter(recipient)
  const { token, hash } = newResetToken()
  const { kept } = await db.one(sql.keepResetLink, { user_id: recipient.user_id, mail_id: id, hash, most: mostLinks })
  return kept ? resetLetter(recipient, resetLink(appUrl, token)) : null
}
