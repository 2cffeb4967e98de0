import { timingSafeEqual } from 'node:crypto'
import type { Config } from '../config/settings.ts'
import { accountsAreElsewhere } from '../identity/session-context.ts'
import { tokenHash } from '../identity/token-hash.ts'
import { Problem, unauthenticated } from '../problem.ts'

/** What a deployment closes, though the contract has it. */
export type Closed = Pick<Config, 'ownAccounts' | 'metrics'>

/**
 * Keeps closed what the deployment does not offer.
 * @throws Problem 404 for what is somewhere else, 401 for metrics without their token
 */
export function requireOpen({ ownAccounts, metrics }: Closed, segments: readonly string[], authorization: readonly string[]): void {
  const [first, second, third] = segments
  // The account of the caller is here, even if its password is kept elsewhere.
  if (!ownAccounts && first === 'api' && second === 'auth' && third !== undefined && third !== 'me') {
    throw new Problem('not-found', accountsAreElsewhere)
  }
  if (first !== 'metrics' || second !== undefined) return
  if (metrics.port !== null) throw new Problem('not-found', 'Metrics are served on a port of their own.')
  if (metrics.token !== null) requireToken(metrics.token, authorization)
}

/** @throws Problem 401 unless the one Authorization header holds the token */
export function requireToken(token: string, authorization: readonly string[]): void {
  const [given = ''] = authorization
  if (authorization.length !== 1 || !timingSafeEqual(tokenHash(given), tokenHash(`Bearer ${token}`))) {
    throw unauthenticated('The metrics ask for a token of their own: Authorization: Bearer, with METRICS_TOKEN.', given !== '')
  }
}
