import { LRUCache } from 'lru-cache'
import type { IncomingHttpHeaders } from 'node:http'
import type { Logger } from 'pino'
import type { Config } from '../config/settings.ts'

/** The origins whose pages may read responses. */
export type Origins = Config['corsOrigins']

/** The origins of pages that are served on this machine, on any port. */
export const loopbackOrigin = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/

/** Whether pages of an origin may read responses. */
export function isAllowed(origins: Origins, origin: string): boolean {
  return origins === 'loopback' ? loopbackOrigin.test(origin) : origins.includes('*') || origins.includes(origin)
}

// A browser sends a scheme, a host and perhaps a port; anything else may be text of a user.
const nameable = /^([a-z][a-z0-9+.-]{0,30}:\/\/[a-z0-9.:[\]_-]{1,253}|null)$/

const mostNamed = 1_000

/** Logs each origin that is not allowed, once in an hour: its front end gets no response, and no error that names the setting. */
export function createOriginLog(origins: Origins, log: Logger): (headers: IncomingHttpHeaders) => void {
  const named = new LRUCache<string, true>({ max: mostNamed, ttl: 3_600_000 })
  return ({ origin, host }) => {
    if (origin === undefined || isAllowed(origins, origin) || origin.endsWith(`://${host}`)) return
    const name = nameable.test(origin) ? origin : 'not an origin'
    if (named.has(name)) return
    named.set(name, true)
    log.warn({ origin: name, setting: 'CORS_ORIGINS' }, 'origin refused: to allow this front end, add it to CORS_ORIGINS')
  }
}
