import { expect } from 'vitest'
import { createTaskpact, TaskpactProblem } from '../../src/client/index.ts'
import type { Session, SessionStore } from '../../src/client/index.ts'
import { passwordOf } from './service.ts'
import type { TestService } from './service.ts'

/** A place for a session, and the means to look at it. */
type Kept = SessionStore & { session: Session | null }

/** A store that holds that session to begin with. */
export function storeOf(session: Session | null = null): Kept {
  const store: Kept = { session, read: () => store.session, write: (written) => void (store.session = written) }
  return store
}

/** What a registered person signs in with. */
export const login = (name: string) => ({ email: `${name}@example.com`, password: passwordOf(name) })

/** A session whose access token the service no longer takes. */
export async function staleSession(service: TestService, name: string): Promise<Session> {
  const session = await createTaskpact({ url: service.url }).loginUser({ body: login(name) })
  return { ...session, access_token: `${session.access_token.slice(0, -6)}AAAAAA` }
}

/** A `fetch` that notes the path of each request. */
export function notingFetch() {
  const paths: string[] = []
  const send = (request: Request): Promise<Response> => {
    paths.push(new URL(request.url).pathname)
    return fetch(request)
  }
  return { fetch: send, paths }
}

/** The problem that a call comes to. */
export const problemOf = (call: Promise<unknown>): Promise<TaskpactProblem> =>
  call.then(
    () => expect.fail('it should have been refused'),
    (error: unknown) => (error instanceof TaskpactProblem ? error : Promise.reject(error as Error)),
  )
