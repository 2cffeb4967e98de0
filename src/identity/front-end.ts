import type { Jwks } from './jwks.ts'

/** A Better Auth server as a token issuer. */
export type FrontEnd = {
  issuer: string
  /** The URL that its endpoints are below, which is its issuer as an OAuth authorization server. */
  base: string
  /** Whether a value of `iss` or `aud` means it. */
  isNamedBy(value: unknown): boolean
  jwks(): Promise<Jwks>
}

/** The algorithms that Better Auth can sign with. */
export const publicKeyAlgorithms: readonly string[] = ['EdDSA', 'Ed25519', 'ES256', 'ES512', 'RS256', 'PS256']

/**
 * The Better Auth server at a base URL. By default its jwt plugin puts the origin of that URL into `iss` and `aud`, and a
 * base URL without a path means the one with /api/auth. Its OAuth provider puts the whole base URL into `iss`.
 */
export function createFrontEnd(authUrl: string): FrontEnd {
  const issuer = authUrl.replace(/\/+$/, '')
  const { origin, pathname } = new URL(issuer)
  const base = pathname === '/' ? `${issuer}/api/auth` : issuer
  const keysUrl = `${base}/jwks`
  let jwks: Promise<Jwks> | null = null
  return {
    issuer,
    base,
    isNamedBy: (value) => typeof value === 'string' && [issuer, origin, base].some((url) => isSameUrl(value, url)),
    // Not before there is a token to verify: to load jose takes a twentieth of a start, and 2 MB.
    jwks: () => (jwks ??= import('./jwks.ts').then(({ createJwks }) => createJwks(keysUrl, publicKeyAlgorithms))),
  }
}

/** Whether a value is a URL, but for slashes at its end. */
export const isSameUrl = (value: string, url: string): boolean => value.startsWith(url) && /^\/*$/.test(value.slice(url.length))
