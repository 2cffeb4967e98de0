import { UserError } from './program.ts'

/** Registers an account with the service. @returns the header that signs its requests in */
export async function register(url: string, name: string): Promise<{ Authorization: string }> {
  const response = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: `${name}@example.com`, password: 'correct horse battery', name }),
  })
  const session: unknown = await response.json()
  if (response.status !== 201 || typeof session !== 'object' || !session || !('token' in session))
    throw new UserError(`${name} could not register: status ${response.status}`)
  return { Authorization: `Bearer ${String(session.token)}` }
}
