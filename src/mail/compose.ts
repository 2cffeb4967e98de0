import type { Connections } from '../database/connections.ts'
import { noCost } from '../database/statement-runner.ts'
import type { RowOf } from '../database/statement.ts'
import { Transaction } from '../database/transaction.ts'
import * as sql from '../generated/sql.ts'
import { newResetToken } from '../identity/reset-links.ts'
import { anonymousContext } from '../identity/session-context.ts'
import { changedLetter, resetLetter, written } from './letters.ts'
import type { Mail } from './mail.ts'

/** A mail to send, and what the log says of it. */
type Composed = { mail: Mail; kind: string; userId: number }

type Recipient = RowOf<typeof sql.findRecipient>

/** The mails with a link that an account gets in an hour. */
const mostLinks = 3
const longestMs = 10_000

/** The page of the front end that takes the token of a link. */
const pathOfReset = '/reset-password'

/**
 * Writes a mail that is queued, and keeps the hash of its link.
 * @returns null if it is for nobody, comes too late, or is one of too many
 */
export async function compose(connections: Connections, appUrl: string, id: number): Promise<Composed | null> {
  const transaction = new Transaction(connections, anonymousContext, noCost(), longestMs)
  try {
    const recipient = await transaction.maybeOne(sql.findRecipient, { id })
    const letter = recipient && (await letterFor(transaction, appUrl, id, recipient))
    await transaction.commit()
    if (!letter) return null
    const mail = { id: `taskpact-${id}-${Date.parse(recipient.created_at)}`, to: recipient.email, ...written(letter) }
    return { mail, kind: recipient.kind, userId: recipient.user_id }
  } catch (error) {
    await transaction.rollback()
    throw error
  }
}

/** @returns null for more links than an account gets */
async function letterFor(transaction: Transaction, appUrl: string, id: number, recipient: Recipient): Promise<Parameters<typeof written>[0] | null> {
  if (recipient.kind === 'password_changed') return changedLetter(recipient)
  const { token, hash } = newResetToken()
  const kept = await transaction.maybeOne(sql.createResetLink, { hash, user_id: recipient.user_id, mail_id: id, most: mostLinks })
  // In the fragment, which browsers send to nobody: no log has it, and no other site.
  return kept ? resetLetter(recipient, `${appUrl}${pathOfReset}#token=${token}`) : null
}
