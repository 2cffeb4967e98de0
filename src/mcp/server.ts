import { isObject } from '../json.ts'
import { Problem } from '../problem.ts'
import { requestOf } from './request.ts'
import type { ToolRequest } from './request.ts'
import { responseOf, resultOf } from './result.ts'
import type { ToolResponse, ToolResult } from './result.ts'
import type { Tool } from './tools.ts'

/** The supported versions of the protocol, latest first. */
export const protocolVersions = ['2025-11-25', '2025-06-18']

/** Executes the request of a tool call. An exception is not a tool result: it ends the exchange. */
export type Call = (request: ToolRequest) => Promise<ToolResponse>

type Id = string | number
/** A JSON-RPC 2.0 response. */
export type Reply = { jsonrpc: '2.0'; id: Id | null } & ({ result: object } | { error: { code: number; message: string } })

/** Handles one message of a client; null if it expects no response. No state is kept between messages. */
export type McpServer = (message: unknown, call: Call) => Promise<Reply | null>

/** A message that JSON-RPC or MCP requires an error for. */
class RpcError extends Error {
  readonly code: number

  constructor(code: keyof typeof rpcErrors, message: string) {
    super(message)
    this.code = rpcErrors[code]
  }
}

const rpcErrors = { parseError: -32_700, invalidRequest: -32_600, methodNotFound: -32_601, invalidParams: -32_602 } as const

/** The response to invalid JSON. */
export const parseError: Reply = { jsonrpc: '2.0', id: null, error: { code: rpcErrors.parseError, message: 'This is not well-formed JSON.' } }

/** Whether a response is to something that is not a message. */
export const isToNoMessage = (reply: Reply): boolean =>
  'error' in reply && (reply.error.code === rpcErrors.parseError || reply.error.code === rpcErrors.invalidRequest)

const instructions = `\
These tools work only on the tasks of the signed-in user. Lists come in pages: if a result has next_cursor, call again with it as
cursor. To change something only if nobody else modified it meanwhile, pass its version in double quotes as if_match. Pass an
idempotency_key to repeat a call safely after its result was lost.`.replaceAll('\n', ' ')

/**
 * A server of the Model Context Protocol that has tools and nothing else: four methods. When the protocol's own library takes
 * over is in .github/decisions/mcp.md.
 * @param version the version of the contract
 */
export function createMcpServer(tools: ReadonlyMap<string, Tool>, version: string): McpServer {
  const cards = [...tools.values()].map(({ card }) => card)

  const answer = async (method: string, params: Readonly<Record<string, unknown>>, call: Call): Promise<object> => {
    if (method === 'ping') return {}
    if (method === 'tools/list') return { tools: cards }
    if (method === 'tools/call') return callTool(tools, params, call)
    if (method !== 'initialize') throw new RpcError('methodNotFound', `Unknown method "${method}".`)
    const wanted = protocolVersions.find((known) => known === params['protocolVersion'])
    return {
      protocolVersion: wanted ?? protocolVersions[0],
      capabilities: { tools: {} },
      serverInfo: { name: 'taskpact', title: 'Taskpact', version },
      instructions,
    }
  }

  return async (message, call) => {
    let id: Id | null = null
    try {
      const request = requestIn(message)
      if (request === null) return null
      id = request.id
      return { jsonrpc: '2.0', id, result: await answer(request.method, request.params, call) }
    } catch (error) {
      if (!(error instanceof RpcError)) throw error
      return { jsonrpc: '2.0', id, error: { code: error.code, message: error.message } }
    }
  }
}

/** Parses a message; null for a notification or an unexpected response. */
function requestIn(message: unknown): { id: Id; method: string; params: Readonly<Record<string, unknown>> } | null {
  if (!isObject(message) || message['jsonrpc'] !== '2.0') throw new RpcError('invalidRequest', 'Send one JSON-RPC 2.0 message at a time, an object.')
  const { id, method, params = {} } = message
  if (method === undefined && ('result' in message || 'error' in message)) return null
  if (typeof method !== 'string') throw new RpcError('invalidRequest', 'A message needs a "method" that is a string.')
  if (id === undefined) return null
  if (typeof id !== 'string' && typeof id !== 'number') throw new RpcError('invalidRequest', 'An id must be a string or a number.')
  return { id, method, params: isObject(params) ? params : {} }
}

async function callTool(tools: ReadonlyMap<string, Tool>, { name, arguments: given = {} }: Readonly<Record<string, unknown>>, call: Call): Promise<ToolResult> {
  const tool = typeof name === 'string' ? tools.get(name) : undefined
  if (!tool) throw new RpcError('invalidParams', `Unknown tool ${JSON.stringify(name)}. The tools are: ${[...tools.keys()].join(', ')}.`)
  if (!isObject(given)) throw new RpcError('invalidParams', 'The arguments of a tool must be an object.')
  const request = requestOf(tool, given)
  return resultOf(tool, request instanceof Problem ? responseOf(request) : await call(request))
}
