import type { components } from '../generated/client.ts'

/** The signed-in user and the tokens. */
export type Session = components['schemas']['Session']

/**
 * Stores the session, so that it outlives a page or a process. It is read before each request, and written by sign-in,
 * log-out and refresh. Several tabs may share one.
 */
export type SessionStore = {
  read(): Session | null | Promise<Session | null>
  write(session: Session | null): void | Promise<void>
}

/** Keeps a session in memory. */
export function memoryStore(): SessionStore {
  let kept: Session | null = null
  return { read: () => kept, write: (session) => void (kept = session) }
}

/** Keeps the session of a service in the browser's localStorage. On a server, which renders a page without its user, there is no session. */
export function localStore(url: string): SessionStore {
  // A session must not be sent to another service.
  const key = `taskpact ${url}`
  return {
    read: () => parsed(browserStorage()?.getItem(key) ?? null),
    write(session) {
      const storage = browserStorage()
      if (!storage) throw new Error("store: 'localStorage' works in browsers only. Pass a store of your own, or leave it out.")
      if (session === null) storage.removeItem(key)
      else storage.setItem(key, JSON.stringify(session))
    },
  }
}

type KeyValueStorage = { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void }

/** The storage, where there is one. */
const browserStorage = (): KeyValueStorage | undefined => (globalThis as { localStorage?: KeyValueStorage }).localStorage // Node has none

/** The session that was written; null if something else was. */
function parsed(text: string | null): Session | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return typeof value === 'object' && value !== null && 'access_token' in value && 'user' in value ? (value as Session) : null // written above
  } catch {
    return null
  }
}
