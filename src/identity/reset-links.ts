import { createHash, randomBytes } from 'node:crypto'

/** The token of a link to a new password, of 256 random bits, and what is kept of it. */
export function newResetToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: resetTokenHash(token) }
}

/** The stored form of the token of a link: its SHA-256. */
export const resetTokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

/** The link of a token, to the page of the front end that takes it. It is in the fragment, which browsers send to nobody: no log has it, and no other site. */
export const resetLink = (appUrl: string, token: string): string => `${appUrl}/reset-password#token=${token}`
