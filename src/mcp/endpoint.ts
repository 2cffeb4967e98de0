import type { Request, RequestHandler, Response } from 'express'
import type { ApiResponse } from '../contract/response.ts'
import type { Contract } from '../contract/contract.ts'
import { maxResponseBytes } from '../execution/size.ts'
import { readBody } from '../http/body.ts'
import { requestContextOf } from '../http/context.ts'
import type { RequestContext } from '../http/context.ts'
import { rpcCodes, rpcErrorOf } from '../http/json-rpc.ts'
import type { RpcId } from '../http/json-rpc.ts'
import { isAllowed } from '../http/origins.ts'
import type { Origins } from '../http/origins.ts'
import { send } from '../http/send.ts'
import { targetOf } from '../http/target.ts'
import { Problem } from '../problem.ts'
import type { ProblemDocument } from '../problem.ts'
import type { Call } from './server.ts'
import { toolsOf } from './tools.ts'

/** What the endpoint needs from the service. */
export type ToolService = {
  /** Authenticates the caller by the token. @throws Problem 401 */
  authenticate(request: Request, trace: RequestContext): Promise<void>
  /** Counts a message that makes no request, and checks that the session is active. @throws Problem */
  admit(trace: RequestContext): Promise<void>
  /** Executes the requests of tools as the same client, counted and logged like any other. @throws Problem 401 or 403 for the token */
  callFor(request: Request, trace: RequestContext, response: Response): Call
  /** The problem for anything thrown, logged if the error is ours. */
  refusalOf(error: unknown, trace: RequestContext): ApiResponse & { body: ProblemDocument }
}

/** Whether a request is for the endpoint. @throws Problem 400 for an invalid request target */
export const isForTools = (url: string): boolean => url.includes('/mcp') && targetOf(url).segments.join('/') === 'mcp'

/**
 * `POST /mcp`: the tools, over MCP's streamable HTTP. Requests are independent: there are no sessions, and every response is
 * plain JSON, so there is no stream to GET and nothing to DELETE. Every refusal is a JSON-RPC error with the problem as its data.
 */
export function createToolEndpoint(contract: Contract, origins: Origins, service: ToolService): RequestHandler {
  const offer = { tools: toolsOf(contract), version: contract.document.info.version, maxResultBytes: maxResponseBytes }

  const serve = async (request: Request, response: Response, exchange: Exchange): Promise<void> => {
    const { trace } = exchange
    requireOrigin(request.headers.origin, origins)
    if (request.method !== 'POST')
      throw new Problem('method-not-allowed', 'Send each message as a POST. This endpoint has no sessions and no streams.', {
        headers: { Allow: 'OPTIONS, POST' },
      })
    await service.authenticate(request, trace)
    exchange.unread = true
    const message = await readBody({ body: 'required', secured: true, alsoForm: false }, request, response)
    exchange.unread = false
    // Not before there is a message: to load the protocol's library takes a tenth of a second and 27 MB.
    const { answer, countOf, idOf } = await import('./exchange.ts')
    exchange.id = idOf(message)
    let asked = 0
    const failures: unknown[] = []
    const call = service.callFor(request, trace, response)
    const reply = await answer(message, request.headers, offer, (what) => {
      asked += 1
      // The library would turn it into an error of its own.
      return call(what).catch((error: unknown) => {
        failures.push(error)
        throw error
      })
    })
    if (failures.length > 0) throw failures[0]
    for (let others = countOf(message) - asked; others > 0; others -= 1) await service.admit(trace)
    if (reply.body === null) send(response, { status: reply.status, mediaType: null, body: undefined, headers: { 'Content-Length': '0' } })
    else send(response, { status: reply.status, mediaType: 'application/json', body: reply.body, headers: {} })
  }

  return async (request, response) => {
    const exchange: Exchange = { trace: requestContextOf(response), id: null, unread: false }
    try {
      await serve(request, response, exchange)
    } catch (error) {
      if (response.headersSent) throw error
      const { status, body, headers } = service.refusalOf(error, exchange.trace)
      const code = exchange.unread && status === 400 ? rpcCodes.parseError : undefined
      send(response, { status, mediaType: 'application/json', body: rpcErrorOf(body, exchange.id, code), headers })
    }
  }
}

/** What is known of an exchange when it fails: the id of its message, and whether its body is still to be read. */
type Exchange = { trace: RequestContext; id: RpcId | null; unread: boolean }

/** MCP requires it, to protect against DNS rebinding. @throws Problem 403 */
function requireOrigin(origin: string | undefined, allowed: Origins): void {
  if (origin === undefined || isAllowed(allowed, origin)) return
  throw new Problem('origin-refused', 'Web pages of this origin may not call tools.')
}
