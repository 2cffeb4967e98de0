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
import { Problem, invalidRequest, isOfKind } from '../problem.ts'
import type { ProblemDocument } from '../problem.ts'
import { responseOf } from './result.ts'
import { scopesOf } from './metadata.ts'
import type { Metadata } from './metadata.ts'
import type { Call } from './server.ts'
import { UnknownTool, chosenOf, namesIn, toolsOf } from './tools.ts'
import type { Tool } from './tools.ts'

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
export function createToolEndpoint(contract: Contract, origins: Origins, metadata: Metadata, service: ToolService): RequestHandler {
  const tools = toolsOf(contract)
  const { version } = contract.document.info

  const serve = async (request: Request, response: Response, exchange: Exchange): Promise<void> => {
    const { trace } = exchange
    requireOrigin(request.headers.origin, origins)
    if (request.method !== 'POST')
      throw new Problem('method-not-allowed', 'Send each message as a POST. This endpoint has no sessions and no streams.', {
        headers: { Allow: 'OPTIONS, POST' },
      })
    const chosen = chosenOfQuery(tools, request.url)
    if (!(chosen instanceof Problem)) exchange.scopes = scopesOf([...chosen.values()].map(({ operation }) => operation))
    await service.authenticate(request, trace)
    // Only signed-in users learn what is wrong with a request.
    if (chosen instanceof Problem) throw chosen
    exchange.unread = true
    const message = await readBody({ body: 'required', secured: true, alsoForm: false }, request, response)
    exchange.unread = false
    // Not before there is a message: to load the protocol's library takes a tenth of a second and 27 MB.
    const { answer, countOf, idOf } = await import('./exchange.ts')
    exchange.id = idOf(message)
    const { calls, others } = countOf(message)
    for (let count = 0; count < others; count += 1) await service.admit(trace)
    let asked = 0
    const failures: unknown[] = []
    const call = service.callFor(request, trace, response)
    const reply = await answer(message, request.headers, { tools: chosen, version, maxResultBytes: maxResponseBytes }, (what) => {
      asked += 1
      // The library would turn it into an error of its own.
      return call(what).catch((error: unknown) => {
        // What others of a batch have done is not to be hidden by it.
        if (Array.isArray(message) && isOfKind(error, 'insufficient-scope')) return responseOf(error)
        failures.push(error)
        throw error
      })
    })
    if (failures.length > 0) throw failures[0]
    // A call of an unknown tool makes no request.
    for (let count = asked; count < calls; count += 1) await service.admit(trace)
    if (reply.body === null) send(response, { status: reply.status, mediaType: null, body: undefined, headers: { 'Content-Length': '0' } })
    else send(response, { status: reply.status, mediaType: 'application/json', body: reply.body, headers: {} })
  }

  return async (request, response) => {
    const exchange: Exchange = { trace: requestContextOf(response), id: null, unread: false, scopes: [] }
    try {
      await serve(request, response, exchange)
    } catch (error) {
      if (response.headersSent) throw error
      const { status, body, headers } = service.refusalOf(error, exchange.trace)
      const code = exchange.unread && status === 400 ? rpcCodes.parseError : undefined
      const challenge = challengeOf(headers['WWW-Authenticate'], metadata.urlFor(request), exchange)
      send(response, { status, mediaType: 'application/json', body: rpcErrorOf(body, exchange.id, code), headers: { ...headers, ...challenge } })
    }
  }
}

/** What is known of an exchange when it fails: the id of its message, whether its body is still to be read, and the scopes of its tools. */
type Exchange = { trace: RequestContext; id: RpcId | null; unread: boolean; scopes: readonly string[] }

/**
 * The challenge with what a client needs to get a token (RFC 9728 section 5.1): where the metadata is, and the scopes to ask for. Those are
 * the scopes of the tools, or what the token has and the missing ones, as the next token replaces it.
 */
function challengeOf(challenge: unknown, url: string, { trace, scopes }: Exchange): object {
  if (typeof challenge !== 'string') return {}
  const missing = /, scope="([^"]*)"/.exec(challenge)?.[1]?.split(' ')
  const wanted = missing ? [...new Set([...scopes.filter((scope) => trace.caller?.scopes?.includes(scope)), ...missing])] : scopes
  const scope = wanted.length > 0 ? `, scope="${wanted.join(' ')}"` : ''
  return { 'WWW-Authenticate': `${challenge.replace(/, scope="[^"]*"/, '')}${scope}, resource_metadata="${url}"` }
}

/** The tools that the URL chooses, with `tools` and `read_only`; or a Problem 400. */
function chosenOfQuery(tools: ReadonlyMap<string, Tool>, url: string): ReadonlyMap<string, Tool> | Problem {
  const query = new Map(targetOf(url).query)
  const [names, readOnly = 'false'] = [query.get('tools'), query.get('read_only')]
  if (!/^(?:true|false)$/.test(readOnly)) return invalidRequest([{ parameter: 'read_only', detail: 'must be true or false' }])
  try {
    return chosenOf(tools, { names: names === undefined ? null : namesIn(names), readOnly: readOnly === 'true' })
  } catch (error) {
    if (error instanceof UnknownTool) return invalidRequest([{ parameter: 'tools', detail: `is not a list of tools. ${error.message}` }])
    throw error
  }
}

/** MCP requires it, to protect against DNS rebinding. @throws Problem 403 */
function requireOrigin(origin: string | undefined, allowed: Origins): void {
  if (origin === undefined || isAllowed(allowed, origin)) return
  throw new Problem('origin-refused', 'Web pages of this origin may not call tools.')
}
