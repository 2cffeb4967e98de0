import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { cimd } from '@better-auth/cimd'
import { oauthProvider, oauthProviderAuthServerMetadata } from '@better-auth/oauth-provider'
import { betterAuth } from 'better-auth'
import type { BetterAuthPlugin } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import { toNodeHandler } from 'better-auth/node'
import { jwt } from 'better-auth/plugins'
import { memberOf } from '../../src/json.ts'
import { close, listen, portOf } from './better-auth.ts'

/** The client that the server finds a metadata document for: its id is the URL of that document. */
export const clientId = 'https://client.example/mcp.json'
/** Where the client waits for its user to come back. */
export const redirectUrl = 'http://localhost:1/callback'

/** A real Better Auth server that is an OAuth authorization server, its data in memory. */
export type OAuthServer = {
  /** BETTER_AUTH_URL. */
  url: string
  /** Does what its user does in a browser: with a session, consents to what the client asks for. @returns where the browser ends up */
  consent(authorizationUrl: URL): Promise<URL>
  /** The access token that a client gets for a resource, once its user has consented. */
  tokenFor(resource: string, scope: string): Promise<string>
  stop(): Promise<void>
}

const document = {
  client_id: clientId,
  client_name: 'A client of the tests',
  redirect_uris: [redirectUrl],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
}

const verifier = 'a verifier of forty-three characters or more'.replaceAll(' ', '-')
const challenge = createHash('sha256').update(verifier).digest('base64url')

type WithMetadata = Parameters<typeof oauthProviderAuthServerMetadata>[0]

/** Starts a server that issues tokens for these resources, and has one account. `stop` it in the end. */
export async function startOAuthServer(resources: string[], scopes: string[]): Promise<OAuthServer> {
  const server = createServer()
  await listen(server, 0)
  const url = `http://127.0.0.1:${portOf(server)}`
  const plugins = [
    jwt(),
    oauthProvider({
      loginPage: '/sign-in',
      consentPage: '/consent',
      scopes: ['offline_access', ...scopes],
      resources,
      // Clients that nobody knows beforehand may ask for any of the resources.
      enforcePerClientResources: false,
      silenceWarnings: { oauthAuthServerConfig: true },
    }),
    cimd({
      metadataProfile: 'mcp-2026-07-28',
      // In place of the client's own web server.
      fetchClientMetadataResource: () => Response.json(document),
    }),
  ]
  const own = plugins.flatMap((plugin) => ('schema' in plugin ? Object.keys(plugin.schema) : []))
  const tables = Object.fromEntries(['user', 'session', 'account', 'verification', ...own].map((name): [string, Record<string, unknown>[]] => [name, []]))
  const auth = betterAuth({
    secret: 'cT9wq2Lr5xVb8mZk1nYe4hUd7gJs0aPf',
    baseURL: url,
    database: memoryAdapter(tables),
    emailAndPassword: { enabled: true },
    plugins: plugins as unknown as BetterAuthPlugin[], // their types allow undefined where better-auth's own leave a field out
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
  const handler = toNodeHandler(auth)
  const metadata = oauthProviderAuthServerMetadata(auth as unknown as WithMetadata) // the plugin adds it, which the line above hides
  server.on('request', (request, response) => {
    // It is outside of the path that Better Auth serves, so that a front end has to route it there.
    if (request.url !== '/.well-known/oauth-authorization-server/api/auth') return void handler(request, response)
    void metadata(new Request(`${url}${request.url}`)).then(async (answer) => {
      response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(await answer.text())
    })
  })

  const post = (path: string, cookie: string, body: object): Promise<Response> =>
    fetch(`${url}/api/auth${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Origin': url, 'Cookie': cookie },
      body: JSON.stringify(body),
    })
  const signedUp = await post('/sign-up/email', '', { name: 'Alice', email: 'alice@example.com', password: 'correct horse battery staple' })
  const cookie = signedUp.headers
    .getSetCookie()
    .map((each) => each.split(';', 1).join(''))
    .join('; ')

  const consent = async (authorizationUrl: URL): Promise<URL> => {
    const asked = await fetch(authorizationUrl, { headers: { Cookie: cookie }, redirect: 'manual' })
    const page = new URL(await placeIn(asked), url)
    if (page.pathname !== '/consent') return page
    return new URL(await placeIn(await post('/oauth2/consent', cookie, { accept: true, oauth_query: page.search.slice(1) })))
  }

  return {
    url,
    consent,
    async tokenFor(resource, scope) {
      const query = { response_type: 'code', client_id: clientId, redirect_uri: redirectUrl, scope, resource, state: 'x' }
      const asked = new URLSearchParams({ ...query, code_challenge: challenge, code_challenge_method: 'S256' })
      const code = (await consent(new URL(`${url}/api/auth/oauth2/authorize?${asked.toString()}`))).searchParams.get('code') ?? ''
      const form = { grant_type: 'authorization_code', code, client_id: clientId, redirect_uri: redirectUrl, code_verifier: verifier, resource }
      const answer = await fetch(`${url}/api/auth/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) })
      const token = memberOf(await answer.json(), 'access_token')
      if (typeof token !== 'string') throw new Error(`there is no token: ${answer.status}`)
      return token
    },
    stop: () => close(server),
  }
}

/** Where a response sends a browser. Better Auth says it in the body to those that are none. */
async function placeIn(response: Response): Promise<string> {
  const place = response.headers.get('location') ?? memberOf(await response.json(), 'url')
  if (typeof place !== 'string') throw new Error(`Better Auth answered ${response.status} and led nowhere`)
  return place
}
