import type { Jwks } from './jwks.ts'

/** A Better Auth server as a token issuer. */
export type FrontEnd = {
  issuer: string
  /** Whether a value of `iss` or `aud` means it. */
  isNamedBy(value: unknown): boolean
  jwks(): Promise<Jwks>
}

/** The algorithms that Better Auth can sign with. */
export const publicKeyAlgorithms: readonly string[] = ['EdDSA', 'Ed25519', 'ES256', 'ES512', 'RS256', 'PS256']

/**
 * The Better Auth server at a base URL. By default its jwt plugin puts the origin of that URL into `iss` and `aud`, and a
 * base URL without a path means the one with /api/auth.
 */
export function createFrontEnd(authUrl: string): FrontEnd {
  const issuer = authUrl.replace(/\/+$/, '')
  const { origin, pathname } = new URL(issuer)
  const keysUrl = pathname === '/' ? `${issuer}/api/auth/jwks` : `${issuer}/jwks`
  let jwks: Promise<Jwks> | null = null
  return {
    issuer,
    isNamedBy: (value) => typeof value === 'string' && (isSameUrl(value, issuer) || isSameUrl(value, origin)),
    // Not before there is a token to verify: to load jose takes a twentieth of a start, and 2 MB.
    jwks: () => (jwks ??= import('./jwks.ts').then(({ createJwks }) => createJwks(keysUrl, publicKeyAlgorithms))),
  }
}

const isSameUrl = (value: string, url: string): boolean => value.startsWith(url) && /^\/*$/.test(value.slice(url.length))
