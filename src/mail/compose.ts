import type { Connections } from '../database/connections.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import type { Database, RowOf } from '../database/statement.ts'
import * as sql from '../generated/sql.ts'
import { linkOf, mostLinkMails, newLinkToken } from '../identity/links.ts'
import { anonymousContext } from '../identity/session-context.ts'
import { addressChangedLetter, changeAskedLetter, changeLetter, changedLetter, resetLetter, verificationLetter, written } from './letters.ts'
import type { Letter } from './letters.ts'
import type { Mail } from './mail.ts'

/** A mail to send, and what the log says of it. */
type Composed = { mail: Mail; kind: string; userId: number }

type Recipient = RowOf<typeof sql.findRecipient>

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

/** @returns null for more links than an account gets, and for a mail that was removed meanwhile */
async function letterFor(db: Database, appUrl: string, id: number, recipient: Recipient): Promise<Letter | null> {
  switch (recipient.kind) {
    case 'password_changed':
      return changedLetter(recipient)
    case 'email_change_requested':
      return changeAskedLetter(recipient)
    case 'email_changed':
      return addressChangedLetter(recipient)
    case 'password_reset':
    case 'email_verification':
    case 'email_change':
      return letterWithLink(db, appUrl, id, recipient)
  }
}

async function letterWithLink(db: Database, appUrl: string, id: number, recipient: Recipient): Promise<Letter | null> {
  const { kind, user_id, email } = recipient
  const { token, hash } = newLinkToken()
  const link = { user_id, mail_id: id, hash, email, most: mostLinkMails }
  const isReset = kind === 'password_reset'
  const { kept } = await (isReset ? db.one(sql.keepResetLink, link) : db.one(sql.keepEmailLink, link))
  if (!kept) return null
  const url = linkOf(appUrl, isReset ? 'reset-password' : 'verify-email', token)
  if (isReset) return resetLetter(recipient, url)
  return kind === 'email_verification' ? verificationLetter(recipient, url) : changeLetter(recipient, url)
}
