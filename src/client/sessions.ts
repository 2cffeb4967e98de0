import type { components } from '../generated/client.ts'
import { unlessAborted } from './retries.ts'
import type { Send } from './retries.ts'

/** Who is signed in, with the tokens. */
export type Session = components['schemas']['Session']

/**
 * Where the session is kept, so that it outlives a page or a process. It is read before each request, and written by signing
 * in and out and by refreshing. Several tabs may share one.
 */
export type SessionStore = {
  read(): Session | null | Promise<Session | null>
  write(session: Session | null): void | Promise<void>
}

/**
 * A bearer token, or what gives one before each request: null for none. It is given the token that the service has just
 * refused, if any, in which case a fresh one is wanted; many requests that were refused at once ask once.
 */
export type Token = string | ((refused?: string) => string | null | Promise<string | null>)

/** A token, and the way to a fresh one of the same user once it has been refused; null where there is none. */
export type Bearer = { token: string; renew(): Promise<string | null> }

/** Keeps a session in memory. */
export function memoryStore(): SessionStore {
  let kept: Session | null = null
  return { read: () => kept, write: (session) => void (kept = session) }
}

/**
 * Finds the bearer token of the session in the store.
 * @param refresh trades a refresh token for a new session; null where the session is over
 */
export function sessionBearer(store: SessionStore, refresh: (refreshToken: string) => Promise<Session | null>): () => Promise<Bearer | null> {
  const underWay = new Map<string, Promise<Session | null>>()

  async function renewed(refused: string): Promise<Session | null> {
    const kept = await store.read()
    // Another request or tab may have renewed it already; a refresh token that is used twice ends the session.
    if (kept === null || kept.access_token !== refused) return kept
    const session = await refresh(kept.refresh_token)
    // Whoever signed in or out meanwhile is right.
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
        // What one user asked for is not to be done as another.
        return fresh?.user.id === user.id ? fresh.access_token : null
      },
    }
  }
}

/** Finds the bearer token that the program gives. */
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
        // Whoever was refused first has asked already for all those who were on their way by then.
        if (latest === before) latest = Promise.resolve(given(token))
        return latest
      },
    }
  }
}

/** Sends the token with each request, and once more with a fresh one where the service says that it is no longer good (RFC 6750). */
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
