import { codeOf } from '../database/errors.ts'
import { unavailable } from '../problem.ts'
import type { ToolRequest } from './request.ts'
import { responseOf } from './result.ts'
import type { ToolResponse } from './result.ts'
import type { Call } from './server.ts'

/** A service that is somewhere else, and who asks it. */
export type Remote = { url: string; token: string }

/** A service that cannot be asked, in one line. */
export class Unreachable extends Error {}

const patience = 60_000

/** Carries out what tools ask for at a service somewhere else. One that does not answer is a problem as well. */
export const remoteCall = (remote: Remote): Call => (request) =>
  ask(remote, request).catch((error: unknown) => {
    if (error instanceof Unreachable) return responseOf(unavailable(error.message))
    throw error
  })

/**
 * One request to the service, with the token.
 * @throws Unreachable
 */
export async function ask({ url, token }: Remote, { method, path, headers, body }: ToolRequest): Promise<ToolResponse> {
  const sent = { ...headers, authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const content = body === undefined ? null : JSON.stringify(body)
  try {
    // A token is not carried on to wherever a redirect leads.
    const response = await fetch(`${url}${path}`, { method, headers: sent, body: content, redirect: 'manual', signal: AbortSignal.timeout(patience) })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text }
  } catch (error) {
    throw new Unreachable(`${url} does not answer (${reasonOf(error)}). Check that the service runs, and the URL.`, { cause: error })
  }
}

/** fetch says what happened in its error's cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return codeOf(error.cause) || error.message
}
