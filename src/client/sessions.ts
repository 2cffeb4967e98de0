import { unlessAborted } from './retries.ts'
import type { Send } from './retries.ts'
import type { Session, SessionStore } from './stores.ts'

/**
 * A bearer token, or a function that returns one before each request; null for none. If the service rejected a token, the function
 * gets it as its argument and should return a new one. It is called once for concurrent requests.
 */
export type Token = string | ((refused?: string) => string | null | Promise<string | null>)

/** A token, and a function that gets a new one for the same user after a 401; null if there is none. */
export type Bearer = { token: string; renew(): Promise<string | null> }

/**
 * Finds the bearer token of the session in the store.
 * @param refresh exchanges a refresh token for a new session; null if the session has ended
 */
export function sessionBearer(store: SessionStore, refresh: (refreshToken: string) => Promise<Session | null>): () => Promise<Bearer | null> {
  const underWay = new Map<string, Promise<Session | null>>()

  async function renewed(refused: string): Promise<Session | null> {
    const kept = await store.read()
    // Another request or tab may have renewed it already; a refresh token that is used twice ends the session.
    if (kept === null || kept.access_token !== refused) return kept
    const session = await refresh(kept.refresh_token)
    // A sign-in or log-out meanwhile takes precedence.
    if ((await store.read())?.refresh_token === kept.refresh_token) await store.write(session)
    return session
  }

  return async () => {
    const session = await store.read()
    if (session === null) return null
    const { access_token: token, user } = session
    return {
      token,
      async renew() {
        const promise = underWay.get(token) ?? renewed(token).finally(() => underWay.delete(token))
        underWay.set(token, promise)
        const fresh = await promise
        // A request of one user must not be sent as another.
        return fresh?.user.id === user.id ? fresh.access_token : null
      },
    }
  }
}

/** Gets the bearer token from the program. */
export function givenBearer(given: Token): () => Promise<Bearer | null> {
  if (typeof given === 'string') return () => Promise.resolve({ token: given, renew: () => Promise.resolve(null) })
  let latest: Promise<string | null> | null = null
  return async () => {
    const before = latest
    const token = await given()
    if (token === null) return null
    return {
      token,
      async renew() {
        // The first rejected request has already refreshed for all requests that were in flight.
        if (latest === before) latest = Promise.resolve(given(token))
        return latest
      },
    }
  }
}

/** Sends the token with each request, and retries with a new one if the service says that it is no longer valid (RFC 6750). */
export function authenticating(send: Send, bearer: () => Promise<Bearer | null>): Send {
  return async (request) => {
    if (request.headers.has('Authorization')) return send(request)
    const found = await unlessAborted(bearer(), request.signal)
    if (found === null) return send(request)
    const response = await send(withToken(request, found.token))
    if (response.status !== 401 || !response.headers.get('WWW-Authenticate')?.includes('invalid_token')) return response
    // Not aborted with the request, as others may wait for the same token.
    const token = await unlessAborted(found.renew(), request.signal)
    return token === null || token === found.token ? response : send(withToken(request, token))
  }
}

function withToken(request: Request, token: string): Request {
  const copy = request.clone()
  copy.headers.set('Authorization', `Bearer ${token}`)
  return copy
}
