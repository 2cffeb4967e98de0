import { createHash, randomBytes } from 'node:crypto'
import type { components } from './generated/contract.ts'
import type { Tokens } from './tokens.ts'

type Session = components['schemas']['Session']

/** A refresh token: 256 random bits. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of a refresh token: its SHA-256. */
export const refreshTokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

/** An address as it is compared: normal form C, lower case. */
export const emailKey = (email: string): string => email.normalize('NFC').toLowerCase().normalize('NFC')

/** The answer to a sign-in: the user, and the tokens under every name that front ends read. */
export function signedIn(tokens: Tokens, user: Session['user'], sessionId: string, refreshToken: string): Session {
  const { token, expiresIn } = tokens.sign(user.id, sessionId)
  const { id, email, name, created_at } = user
  return {
    user: { id, email, name, created_at },
    token,
    access_token: token,
    token_type: 'Bearer',
    expires_in: expiresIn,
    refresh_token: refreshToken,
  }
}
