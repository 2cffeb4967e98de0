import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import { toNodeHandler } from 'better-auth/node'
import { jwt } from 'better-auth/plugins'

/** What a Better Auth server can be asked for; without options, what its documentation sets up. */
export type BetterAuthOptions = {
  /** What its jwt plugin signs with. */
  algorithm?: 'EdDSA' | 'ES256' | 'ES512' | 'RS256' | 'PS256'
  /** BETTER_AUTH_SECRET. */
  secret?: string
  /** The path of its base URL, for one that is not at /api/auth. */
  path?: string
  /** Keep the session in a signed cookie too: with the secret, or with the key of the jwt plugin. */
  cookieCache?: 'secret' | 'jwks'
  /** Answers whatever is asked at its origin and is not Better Auth's own: the front end. */
  pages?: RequestListener
}

/** A real Better Auth server on a local port, its data in memory. */
export type BetterAuth = {
  /** BETTER_AUTH_URL: what the API that trusts it is given. */
  url: string
  secret: string
  /** How often its key set has been asked for. */
  readonly keyRequests: number
  /** Creates an account and gives its id, the token its front end sends to the API, and the session cookies. */
  signUp(person?: { name: string; email: string }): Promise<{ userId: string; jwt: string; cookies: Record<string, string> }>
  /** Signs with a new key from now on; the old one stays in the key set, or leaves it at once. */
  rotate(old: 'kept' | 'dropped'): void
  /** Takes the server off its port: connections are refused from here on, until `start`. */
  stop(): Promise<void>
  start(): Promise<void>
}

/** Starts a Better Auth server with accounts by e-mail and password and the jwt plugin. `stop` it in the end. */
export async function startBetterAuth(options: BetterAuthOptions = {}): Promise<BetterAuth> {
  const { algorithm = 'EdDSA', secret = 'cT9wq2Lr5xVb8mZk1nYe4hUd7gJs0aPf', path = '', cookieCache, pages } = options
  const server = createServer()
  await listen(server, 0)
  const port = portOf(server)
  const url = `http://127.0.0.1:${port}${path}`
  const base = path === '' ? `${url}/api/auth` : url
  const tables: Record<string, Record<string, unknown>[]> = { user: [], session: [], account: [], verification: [], jwks: [] }
  const auth = betterAuth({
    secret,
    baseURL: url,
    database: memoryAdapter(tables),
    emailAndPassword: { enabled: true },
    plugins: [jwt({ sessionCookieCache: cookieCache === 'jwks', jwks: { keyPairConfig: { alg: algorithm } } })],
    ...(cookieCache === undefined ? {} : { session: { cookieCache: { enabled: true, strategy: 'jwt' as const, maxAge: 300 } } }),
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
  const handler = toNodeHandler(auth)
  let keyRequests = 0
  let people = 0
  server.on('request', (request, response) => {
    if (request.url?.endsWith('/jwks')) keyRequests++
    if (pages && !request.url?.startsWith(new URL(base).pathname)) pages(request, response)
    else void handler(request, response)
  })

  return {
    url,
    secret,
    get keyRequests() {
      return keyRequests
    },

    async signUp(person = { name: 'Alice', email: `alice-${++people}@example.com` }) {
      const signedUp = await fetch(`${base}/sign-up/email`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Origin': new URL(url).origin },
        body: JSON.stringify({ ...person, password: 'correct horse battery staple' }),
      })
      const userId = await textIn(signedUp, 'user', 'id')
      const cookies = signedUp.headers.getSetCookie().map((cookie) => cookie.split(';', 1).join(''))
      const token = await textIn(await fetch(`${base}/token`, { headers: { Cookie: cookies.join('; ') } }), 'token')
      return { userId, jwt: token, cookies: Object.fromEntries(cookies.map(parseCookie)) }
    },

    rotate(old) {
      if (old === 'dropped') tables['jwks']?.splice(0)
      // An expired key signs no more and is published for another thirty days: what `rotationInterval` comes to.
      tables['jwks']?.forEach((key) => {
        key['expiresAt'] = new Date(Date.now() - 1000)
      })
    },

    stop: () => close(server),
    start: () => listen(server, port),
  }
}

/** Waits until the server listens on that port of the loopback address; 0 chooses one. */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
}

/** Closes the server and its connections, the idle and the busy ones. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** The port a listening server has. */
export function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port')
  return address.port
}

async function textIn(response: Response, ...path: string[]): Promise<string> {
  let value: unknown = await response.json()
  for (const name of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  if (typeof value !== 'string') throw new Error(`Better Auth answered ${response.status} with no ${path.join('.')}`)
  return value
}

function parseCookie(cookie: string): [name: string, value: string] {
  const end = cookie.indexOf('=')
  return [cookie.slice(0, end), decodeURIComponent(cookie.slice(end + 1))]
}
