import { caseFold } from '../case-fold.ts'
import { createHash, randomBytes } from 'node:crypto'
import type { components } from '../generated/contract.ts'
import type { OperationId } from '../generated/operation-ids.ts'
import type { Tokens } from './tokens.ts'

type Session = components['schemas']['Session']

/** A refresh token: 256 random bits. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of a refresh token: its SHA-256. */
export const refreshTokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

/** An address as it is compared: normal form C, lower case. */
export const emailKey = caseFold

/** Whose account a sign-in is counted for, by what it names: an address, or a refresh token. Null for any other operation. */
export function signInAccount(operation: OperationId, body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null
  if (operation === 'refreshSession' && 'refresh_token' in body) return refreshTokenHash(String(body.refresh_token)).toString('base64url')
  const signsIn = operation === 'loginUser' || operation === 'registerUser'
  // Hashed, as it may be of any length and is nobody's business where limits are kept.
  return signsIn && 'email' in body ? refreshTokenHash(emailKey(String(body.email))).toString('base64url') : null
}

/** The answer to a sign-in: the user, and the tokens under every name that front ends read. */
export function signedIn(tokens: Tokens, user: Session['user'], sessionId: string, refreshToken: string): Session {
  const { token, expiresIn } = tokens.sign(user.id, sessionId)
  const { id, email, name, time_zone, created_at } = user
  return {
    user: { id, email, name, time_zone, created_at },
    token,
    access_token: token,
    token_type: 'Bearer',
    expires_in: expiresIn,
    refresh_token: refreshToken,
  }
}
