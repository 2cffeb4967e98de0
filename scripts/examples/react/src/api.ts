import { createTaskpact, TaskpactProblem } from '@taskpact/client'
import type { User } from '@taskpact/client'

const url = import.meta.env['VITE_TASKPACT_URL'] ?? 'http://localhost:8000'

/** The client. The session is in localStorage, so that it outlives the page. Offline, a request fails soon. */
export const api = createTaskpact({ url, store: 'localStorage', retries: 1 })

/** The signed-in user, or the last one if the service cannot be reached; null if nobody is signed in. */
export async function currentUser(): Promise<Pick<User, 'id' | 'name'> | null> {
  try {
    const { id, name } = await api.getUser()
    localStorage.setItem('user', JSON.stringify({ id, name }))
    return { id, name }
  } catch (error) {
    if (isSignedOut(error)) return null
    const last = localStorage.getItem('user')
    return last === null ? null : JSON.parse(last)
  }
}

/** Signs the user out, here and at the service. */
export async function signOut(): Promise<void> {
  await api.logoutUser()
  localStorage.removeItem('user')
}

/** Whether the service says that nobody is signed in. */
export const isSignedOut = (error: unknown): boolean => error instanceof TaskpactProblem && error.kind === 'unauthenticated'

/** What to show a user about an error: a problem says what to fix. */
export const wordsOf = (error: unknown): string => (error instanceof TaskpactProblem ? error.detail : 'The service cannot be reached.')
