import { randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { components } from '../generated/contract.ts'
import { clientName } from './client-name.ts'
import { emailKey } from './email.ts'
import { tokenHash } from './token-hash.ts'
import type { Tokens } from './tokens.ts'

type Session = components['schemas']['Session']

/** What a session starts with: its first refresh token, of 256 random bits, and the name of the client that it is for. */
export function newSession(headers: IncomingHttpHeaders): { refreshToken: string; hash: Buffer; client: string | null } {
  const refreshToken = randomBytes(32).toString('base64url')
  return { refreshToken, hash: tokenHash(refreshToken), client: clientName(headers['user-agent']) }
}

/** The key of the sign-in limit: an address or a refresh token from the body. */
// Hashed, as it may be of any length and is nobody's business where limits are kept.
export const signInKey = (named: string): string => tokenHash(emailKey(named)).toString('base64url')

/** The response to a sign-in: the user, and the tokens under every name that front ends read. */
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
