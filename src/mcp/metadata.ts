import type { Request, RequestHandler } from 'express'
import type { Config } from '../config/settings.ts'
import type { OperationFacts } from '../contract/contract.ts'
import { send } from '../http/send.ts'
import { createFrontEnd } from '../identity/front-end.ts'
import { Problem } from '../problem.ts'

/** What a client needs to sign its user in by OAuth. */
export type Metadata = {
  /** The URL of the metadata of `/mcp`, for challenges. */
  urlFor(request: Request): string
  /** Whether a request is for the metadata. */
  isFor(url: string): boolean
  /** Serves the metadata (RFC 9728): that of `/mcp`, and at the path without it that of the whole service. */
  serve: RequestHandler
}

const wellKnown = '/.well-known/oauth-protected-resource'

/**
 * The service as an OAuth resource. It names its authorization server only if it accepts the tokens for this resource: with
 * BETTER_AUTH_URL, and with PUBLIC_URL, as the Host of a request may be anything. Otherwise its documentation says what to send.
 */
export function createMetadata(operations: readonly OperationFacts[], { publicUrl, authUrl }: Pick<Config, 'publicUrl' | 'authUrl'>): Metadata {
  const server = publicUrl === null || authUrl === null ? null : createFrontEnd(authUrl).base
  const paths = new Map([
    [`${wellKnown}/mcp`, { path: '/mcp', scopes: scopesOf(operations.filter(({ tool }) => tool !== null)) }],
    [wellKnown, { path: '', scopes: scopesOf(operations) }],
  ])
  const baseOf = (request: Request): string => publicUrl ?? `${request.protocol}://${request.host || 'localhost'}`
  return {
    urlFor: (request) => `${baseOf(request)}${wellKnown}/mcp`,
    isFor: (url) => url.startsWith(wellKnown),
    serve(request, response) {
      const found = paths.get(request.url.split('?', 1)[0]?.replace(/\/$/, '') ?? '')
      if (!found) throw new Problem('not-found', 'This is not a resource of the service. Its MCP endpoint is /mcp.')
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        throw new Problem('method-not-allowed', 'This resource allows GET, HEAD, OPTIONS.', { headers: { Allow: 'GET, HEAD, OPTIONS' } })
      }
      const base = baseOf(request)
      const body = {
        resource: `${base}${found.path}`,
        resource_name: 'Taskpact',
        ...(server !== null && { authorization_servers: [server] }),
        scopes_supported: found.scopes,
        bearer_methods_supported: ['header'],
        resource_documentation: `${base}/docs/guides/${server === null ? 'tokens' : 'mcp'}`,
      }
      send(response, { status: 200, mediaType: 'application/json', body, headers: {} })
    },
  }
}

/** The scopes that any of the operations needs, in alphabetical order. */
export const scopesOf = (operations: readonly Pick<OperationFacts, 'scope'>[]): string[] =>
  [...new Set(operations.flatMap(({ scope }) => (Array.isArray(scope) ? (scope as readonly string[]) : [])))].sort() // Array.isArray forgets readonly
