import { UserError } from '../../support/program.ts'

/** A user who is signed in. */
export type Account = { id: number; token: string; credentials: { email: string; password: string } }

/** Registers a user at a process of the service. */
export async function registerUser(url: string, name: string): Promise<Account> {
  const credentials = { email: `${name}@example.com`, password: 'correct horse battery' }
  const response = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...credentials, name }),
  })
  if (response.status !== 201) throw new UserError(`${name} could not register: status ${response.status}`)
  const { token, user } = (await response.json()) as { token: string; user: { id: number } } // the service validated it
  return { id: user.id, token, credentials }
}
