import type { IncomingHttpHeaders } from 'node:http'
import { WebStandardStreamableHTTPServerTransport, createMcpHandler, isJSONRPCRequest, isLegacyRequest } from '@modelcontextprotocol/server'
import { rpcCodes, rpcErrorOf } from '../http/json-rpc.ts'
import type { RpcId } from '../http/json-rpc.ts'
import { isObject, memberOf } from '../json.ts'
import { Problem, malformedRequest } from '../problem.ts'
import { withProblem } from './refusals.ts'
import { createMcpServer, earlierRevisions } from './server.ts'
import type { Call, Offer } from './server.ts'

/** The status and body of the response to a POST; the body is null if there is nothing to say. */
export type Reply = { status: number; body: unknown }

// The code of the revision 2026-07-28.
const unsupportedRevision = -32_022
const revisionOfBatches = '2025-03-26'
const mostInBatch = 10

/**
 * Answers the message of one POST, in whichever revision of the protocol it is. The body has been read: the library gets it parsed, and
 * a request with the headers that it looks at.
 */
export async function answer(message: unknown, headers: IncomingHttpHeaders, offer: Offer, call: Call): Promise<Reply> {
  const request = requestWith(headers)
  const version = request.headers.get('mcp-protocol-version')
  if (Array.isArray(message)) return answerBatch(message, version, request, offer, call)
  const id = idOf(message)
  if (!(await isLegacyRequest(request, message))) {
    // It would open a stream, in which nothing ever comes.
    if (memberOf(message, 'method') === 'subscriptions/listen') return refusal(404, id, rpcCodes.methodNotFound, 'There is nothing to subscribe to.')
    const handler = createMcpHandler(() => createMcpServer(offer, call), { legacy: 'reject' })
    return replyOf(await handler.fetch(request, { parsedBody: message }))
  }
  // The first message is the one that agrees on a version.
  const isFirst = memberOf(message, 'method') === 'initialize'
  if (version !== null && !isFirst && !earlierRevisions.includes(version)) {
    const detail = `MCP-Protocol-Version "${version.slice(0, 32)}" is not supported. Use one of ${earlierRevisions.join(', ')}.`
    return refusal(400, id, unsupportedRevision, detail, { supported: earlierRevisions, requested: version.slice(0, 32) })
  }
  return answerEarlier(message, request, offer, call)
}

/** Answers messages of a revision that starts with `initialize`. */
async function answerEarlier(message: unknown, request: Request, offer: Offer, call: Call): Promise<Reply> {
  const server = createMcpServer(offer, call)
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true, supportedProtocolVersions: earlierRevisions })
  await server.connect(transport)
  try {
    return await replyOf(await transport.handleRequest(request, { parsedBody: message }))
  } finally {
    await server.close()
  }
}

/** Answers a batch. Its results share the size of one. */
async function answerBatch(messages: readonly unknown[], version: string | null, request: Request, offer: Offer, call: Call): Promise<Reply> {
  const refuse = (detail: string): Reply => refusal(400, null, rpcCodes.invalidRequest, detail)
  if (version !== null && version !== revisionOfBatches) return refuse('Send one JSON-RPC message at a time: this revision of MCP has no batches.')
  if (messages.length === 0 || messages.length > mostInBatch) return refuse(`A batch must contain 1 to ${mostInBatch} messages.`)
  if (!(await isLegacyRequest(request, messages))) return refuse('A batch must contain only JSON-RPC 2.0 messages, of revisions up to 2025-03-26.')
  // A notification that cancels a request of its batch would leave it without a response.
  const requests = messages.filter((each) => isJSONRPCRequest(each))
  if (requests.length === 0) return { status: 202, body: null }
  const share = Math.floor(offer.maxResultBytes / requests.length)
  return answerEarlier(requests, request, { ...offer, maxResultBytes: share }, call)
}

/** How many calls of tools a message has, which count as the requests that they make, and what else it has. */
export function countOf(message: unknown): { calls: number; others: number } {
  const messages: unknown[] = Array.isArray(message) ? message.slice(0, mostInBatch) : [message]
  const calls = messages.filter((each) => memberOf(each, 'method') === 'tools/call').length
  return { calls, others: Math.max(1, messages.length) - calls }
}

/** The id of a request; null for what has none. */
export function idOf(message: unknown): RpcId | null {
  const id = memberOf(message, 'id')
  return isObject(message) && typeof message['method'] === 'string' && (typeof id === 'string' || typeof id === 'number') ? id : null
}

const named = ['mcp-protocol-version', 'mcp-method', 'mcp-name'] as const

/** The request as the library wants to see it. The service has checked its media type and reads no `Accept`: every response is JSON. */
function requestWith(headers: IncomingHttpHeaders): Request {
  const own = new Headers({ 'accept': 'application/json, text/event-stream', 'content-type': 'application/json' })
  for (const name of named) {
    const value = headers[name]
    if (typeof value === 'string') own.set(name, value)
  }
  return new Request('http://taskpact/mcp', { method: 'POST', headers: own })
}

const refusal = (status: number, id: RpcId | null, code: number, detail: string, data: object = {}): Reply => {
  const problem = status === 404 ? new Problem('not-found', detail) : malformedRequest(detail)
  return { status, body: rpcErrorOf({ ...problem.document('/mcp'), ...data }, id, code) }
}

/** Takes the library's response. */
async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text()
  if (text === '') return { status: response.status, body: null }
  const body: unknown = JSON.parse(text)
  return { status: response.status, body: Array.isArray(body) ? body.map(withProblem) : withProblem(body) }
}
