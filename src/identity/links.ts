import { randomBytes } from 'node:crypto'
import { tokenHash } from './token-hash.ts'

/**
 * Of each kind, the mails with a link that an account gets in the 30 minutes for which one is valid: if it gets no more, it has a valid one.
 */
export const mostLinkMails = 3

/** The token of a link in a mail, of 256 random bits, and what is kept of it. */
export function newLinkToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: tokenHash(token) }
}

/**
 * The link of a token, to the page of the front end that takes it. It is in the fragment, which browsers send to nobody: no log has it, and no
 * other site.
 */
export const linkOf = (appUrl: string, page: 'reset-password' | 'verify-email', token: string): string => `${appUrl}/${page}#token=${token}`
