import cors from 'cors'
import type { RequestHandler } from 'express'
import { targetOf } from './edge.ts'
import { requestContextOf } from './observe.ts'
import type { Router } from './router.ts'
import { setUsualHeaders } from './send.ts'

const exposedHeaders = [
  'API-Version',
  'Allow',
  'Deprecation',
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'Location',
  'Preference-Applied',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Sunset',
  'WWW-Authenticate',
  'X-Request-Id',
  'X-Total-Count',
]

/**
 * Lets front ends of other origins call (the Fetch standard's CORS protocol), and answers every OPTIONS. Listed origins may
 * send credentials; `*` lets any origin in without them.
 */
export function crossOrigin(origins: readonly string[], router: Router): RequestHandler {
  const any = origins.includes('*')
  const share = cors({ origin: any ? '*' : [...origins], credentials: !any, exposedHeaders, maxAge: 7200 })
  return (request, response, next) => {
    // Most requests are not a browser's of another origin; all that they need to be told is that it would make a difference.
    if (request.headers.origin === undefined && request.method !== 'OPTIONS') {
      if (!any) requestContextOf(response).headers['Vary'] = 'Origin'
      next()
      return
    }
    setUsualHeaders(response)
    if (request.method === 'OPTIONS') {
      const allow = request.url === '*' ? null : router.allow(targetOf(request.url).segments)
      if (allow) response.setHeader('Allow', allow)
    }
    share(request, response, next)
  }
}
