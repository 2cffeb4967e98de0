import type { Request, RequestHandler, Response } from 'express'
import { readBody } from '../http/body.ts'
import type { Contract } from '../contract/contract.ts'
import { targetOf } from '../http/target.ts'
import { requestContextOf } from '../http/context.ts'
import type { RequestContext } from '../http/context.ts'
import { Problem, malformedRequest } from '../problem.ts'
import { isAllowed } from '../http/origins.ts'
import type { Origins } from '../http/origins.ts'
import { send } from '../http/send.ts'
import type { ToolRequest } from './request.ts'
import { createMcpServer, isToNoMessage, protocolVersions } from './server.ts'
import type { Call } from './server.ts'
import { toolsOf } from './tools.ts'

/** What the endpoint needs from the service. */
export type ToolService = {
  /** Authenticates the caller by the token. @throws Problem 401 */
  authenticate(request: Request, trace: RequestContext): Promise<void>
  /** Counts a message that makes no request, and checks that the session is active. @throws Problem */
  admit(trace: RequestContext): Promise<void>
  /** Executes the requests of tools as the same client, counted and logged like any other. @throws Problem 401 */
  callFor(request: Request, trace: RequestContext, response: Response): Call
}

/** Whether a request is for the endpoint. @throws Problem 400 for an invalid request target */
export const isForTools = (url: string): boolean => url.includes('/mcp') && targetOf(url).segments.join('/') === 'mcp'

/**
 * `POST /mcp`: the tools, over MCP's streamable HTTP. Requests are independent: there are no sessions, and every response is
 * plain JSON, so there is no stream to GET and nothing to DELETE.
 */
export function createToolEndpoint(contract: Contract, origins: Origins, service: ToolService): RequestHandler {
  const server = createMcpServer(toolsOf(contract), contract.document.info.version)
  return async (request, response) => {
    const trace = requestContextOf(response)
    requireOrigin(request.headers.origin, origins)
    if (request.method !== 'POST')
      throw new Problem('method-not-allowed', 'Send each message as a POST. This endpoint has no sessions and no streams.', {
        headers: { Allow: 'OPTIONS, POST' },
      })
    await service.authenticate(request, trace)
    requireVersion(request.headers['mcp-protocol-version'])
    const message = await readBody({ body: 'required', secured: true, alsoForm: false }, request, response)
    const call = service.callFor(request, trace, response)
    const asked: ToolRequest[] = []
    const reply = await server(message, (what) => {
      asked.push(what)
      return call(what)
    })
    if (asked.length === 0) await service.admit(trace)
    if (reply === null) send(response, { status: 202, mediaType: null, body: undefined, headers: { 'Content-Length': '0' } })
    else send(response, { status: isToNoMessage(reply) ? 400 : 200, mediaType: 'application/json', body: reply, headers: {} })
  }
}

/** MCP requires it, to protect against DNS rebinding. @throws Problem 403 */
function requireOrigin(origin: string | undefined, allowed: Origins): void {
  if (origin === undefined || isAllowed(allowed, origin)) return
  throw new Problem('origin-refused', 'Web pages of this origin may not call tools.')
}

/** @throws Problem 400 for an unsupported version of the protocol; clients send none before they negotiate it */
function requireVersion(version: string | string[] | undefined): void {
  if (version === undefined || protocolVersions.includes(String(version))) return
  throw malformedRequest(`MCP-Protocol-Version must be one of ${protocolVersions.join(', ')}.`)
}
