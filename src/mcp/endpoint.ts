import type { Request, RequestHandler } from 'express'
import { readBody } from '../http/body.ts'
import type { Contract } from '../contract/contract.ts'
import { targetOf } from '../http/edge.ts'
import { requestContextOf } from '../http/observe.ts'
import type { RequestContext } from '../http/observe.ts'
import { Problem, malformedRequest } from '../problem.ts'
import { send } from '../http/send.ts'
import type { ToolRequest } from './request.ts'
import { createMcpServer, isToNoMessage, protocolVersions } from './server.ts'
import type { Call } from './server.ts'
import { toolsOf } from './tools.ts'

/** What the service does for those who call tools. */
export type ToolService = {
  /** Whoever asks, by the token. @throws Problem 401 */
  authenticate(request: Request, trace: RequestContext): Promise<void>
  /** Counts a message that asks nothing further of the service, and sees that the session stands. @throws Problem */
  admit(trace: RequestContext): Promise<void>
  /** Carries out what the tools ask for as a request by the same client, which is counted and seen to like any other. @throws Problem 401 */
  callFor(request: Request, trace: RequestContext): Call
}

/** Whether a request is for the endpoint. @throws Problem 400 for a target that is no valid one */
export const isForTools = (url: string): boolean => url.includes('/mcp') && targetOf(url).segments.join('/') === 'mcp'

/**
 * `POST /mcp`: the tools, over MCP's streamable HTTP. Each request stands for itself: there are no sessions, and every answer is
 * JSON in one piece, so that there is no stream to GET and nothing to DELETE.
 */
export function createToolEndpoint(contract: Contract, origins: readonly string[], service: ToolService): RequestHandler {
  const server = createMcpServer(toolsOf(contract), contract.document.info.version)
  return async (request, response) => {
    const trace = requestContextOf(response)
    requireOrigin(request.headers.origin, origins)
    if (request.method !== 'POST') throw new Problem('method-not-allowed', 'Send each message as a POST. There are no sessions and no streams here.', { headers: { Allow: 'OPTIONS, POST' } })
    await service.authenticate(request, trace)
    requireVersion(request.headers['mcp-protocol-version'])
    const message = await readBody({ body: 'required' }, request, response)
    const call = service.callFor(request, trace)
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

/** MCP asks for it, against pages that reach a service under a name of their own (DNS rebinding). @throws Problem 403 */
function requireOrigin(origin: string | undefined, allowed: readonly string[]): void {
  if (origin === undefined || allowed.includes('*') || allowed.includes(origin)) return
  throw new Problem('origin-refused', 'Pages of this origin may not call tools here.')
}

/** @throws Problem 400 for a version of the protocol that is not spoken here; clients say none before they know it */
function requireVersion(version: string | string[] | undefined): void {
  if (version === undefined || protocolVersions.includes(String(version))) return
  throw malformedRequest(`MCP-Protocol-Version has to be one of ${protocolVersions.join(', ')}.`)
}
