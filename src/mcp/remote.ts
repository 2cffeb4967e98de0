import { codeOf } from '../database/errors.ts'
import { unavailable } from '../problem.ts'
import type { ToolRequest } from './request.ts'
import { responseOf } from './result.ts'
import type { ToolResponse } from './result.ts'
import type { Call } from './server.ts'

/** A remote service, and the token of its user. */
export type Remote = { url: string; token: string }

/** The service cannot be reached: why, in one line. */
export class Unreachable extends Error {}

const patience = 60_000

/** Executes the requests of tools at a remote service. A service that does not respond is a problem document as well. */
export const remoteCall =
  (remote: Remote): Call =>
  (request) =>
    ask(remote, request).catch((error: unknown) => {
      if (error instanceof Unreachable) return responseOf(unavailable(error.message))
      throw error
    })

/**
 * Sends one request to the service, with the token.
 * @throws Unreachable
 */
export async function ask({ url, token }: Remote, { method, path, headers, body }: ToolRequest): Promise<ToolResponse> {
  const sent = { ...headers, authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const content = body === undefined ? null : JSON.stringify(body)
  try {
    // The token must not follow a redirect.
    const response = await fetch(`${url}${path}`, { method, headers: sent, body: content, redirect: 'manual', signal: AbortSignal.timeout(patience) })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text }
  } catch (error) {
    throw new Unreachable(`${url} does not respond (${reasonOf(error)}). Check the URL, and that the service is running.`, { cause: error })
  }
}

/** fetch() has the reason in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return codeOf(error.cause) || error.message
}
