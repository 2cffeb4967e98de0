import cors from 'cors'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { createOriginLog, loopbackOrigin } from './origins.ts'
import type { Origins } from './origins.ts'
import { targetOf } from './target.ts'
import { requestContextOf } from './context.ts'
import type { Router } from './router.ts'
import { setUsualHeaders } from './send.ts'

const exposedHeaders = [
  'API-Version',
  'Allow',
  'Deprecation',
  'ETag',
  'Idempotency-Replayed',
  'Ignored-Fields',
  'Ignored-Parameters',
  'Link',
  'Location',
  'Preference-Applied',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Sunset',
  'Sync-Cursor',
  'WWW-Authenticate',
  'X-Request-Id',
  'X-Total-Count',
]

/**
 * Allows front ends of other origins (the CORS protocol of the Fetch standard), and answers every OPTIONS. Listed origins may
 * send credentials; `*` allows any origin without them. An origin that is refused is logged.
 */
export function crossOrigin(origins: Origins, router: Router, log: Logger): RequestHandler {
  const any = origins.includes('*')
  const listed = origins === 'loopback' ? [loopbackOrigin] : origins
  const logRefused = createOriginLog(origins, log)
  const share = cors({ origin: any ? '*' : listed, credentials: !any, exposedHeaders, maxAge: 7200 })
  return (request, response, next) => {
    // Most requests are not cross-origin; they only need `Vary`.
    if (request.headers.origin === undefined && request.method !== 'OPTIONS') {
      if (!any) requestContextOf(response).headers['Vary'] = 'Origin'
      next()
      return
    }
    logRefused(request.headers)
    setUsualHeaders(response)
    if (request.method === 'OPTIONS') {
      const allow = request.url === '*' ? null : router.allow(targetOf(request.url).segments)
      if (allow) response.setHeader('Allow', allow)
    }
    share(request, response, next)
  }
}
