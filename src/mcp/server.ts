import { Problem } from '../problem.ts'
import { requestOf } from './request.ts'
import type { ToolRequest } from './request.ts'
import { responseOf, resultOf } from './result.ts'
import type { ToolResponse, ToolResult } from './result.ts'
import type { Tool } from './tools.ts'

/** The versions of the protocol that are spoken, the latest first. */
export const protocolVersions = ['2025-11-25', '2025-06-18']

/** Carries out what a tool's call asks for. What it throws is no tool's result, but the end of the exchange. */
export type Call = (request: ToolRequest) => Promise<ToolResponse>

type Id = string | number
/** An answer by JSON-RPC 2.0. */
export type Reply = { jsonrpc: '2.0'; id: Id | null } & ({ result: object } | { error: { code: number; message: string } })

/** Answers one message of a client's; null where it asks for no answer. It keeps nothing from one message to the next. */
export type McpServer = (message: unknown, call: Call) => Promise<Reply | null>

/** A message that JSON-RPC or MCP has no answer to but an error. */
class RpcError extends Error {
  readonly code: number

  constructor(code: keyof typeof rpcErrors, message: string) {
    super(message)
    this.code = rpcErrors[code]
  }
}

const rpcErrors = { parseError: -32_700, invalidRequest: -32_600, methodNotFound: -32_601, invalidParams: -32_602 } as const

/** The reply to what is not JSON. */
export const parseError: Reply = { jsonrpc: '2.0', id: null, error: { code: rpcErrors.parseError, message: 'This is not well-formed JSON.' } }

/** Whether a reply is to what is no message at all. */
export const isToNoMessage = (reply: Reply): boolean =>
  'error' in reply && (reply.error.code === rpcErrors.parseError || reply.error.code === rpcErrors.invalidRequest)

const instructions = `\
These tools work on the tasks of the user who is signed in, and on nobody else's. A list comes in pages: where an answer has
next_cursor, call again with it as cursor. To change something only if nobody else has meanwhile, give its version in double quotes
as if_match. An idempotency_key makes it safe to repeat a call whose answer was lost.`.replaceAll('\n', ' ')

/**
 * A server of the Model Context Protocol that has tools and nothing else. The protocol's own library would do, but it brings a
 * second web framework and schema library along for what are four methods here.
 * @param version the contract's
 */
export function createMcpServer(tools: ReadonlyMap<string, Tool>, version: string): McpServer {
  const cards = [...tools.values()].map(({ card }) => card)

  const answer = async (method: string, params: Readonly<Record<string, unknown>>, call: Call): Promise<object> => {
    if (method === 'ping') return {}
    if (method === 'tools/list') return { tools: cards }
    if (method === 'tools/call') return callTool(tools, params, call)
    if (method !== 'initialize') throw new RpcError('methodNotFound', `There is no method "${method}".`)
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

/** Takes a message apart; null for a notification, or an answer to what was never asked. */
function requestIn(message: unknown): { id: Id; method: string; params: Readonly<Record<string, unknown>> } | null {
  if (!isObject(message) || message['jsonrpc'] !== '2.0') throw new RpcError('invalidRequest', 'Send one JSON-RPC 2.0 message at a time, an object.')
  const { id, method, params = {} } = message
  if (method === undefined && ('result' in message || 'error' in message)) return null
  if (typeof method !== 'string') throw new RpcError('invalidRequest', 'A message has a method, which is a text.')
  if (id === undefined) return null
  if (typeof id !== 'string' && typeof id !== 'number') throw new RpcError('invalidRequest', 'An id is a text or a number.')
  return { id, method, params: isObject(params) ? params : {} }
}

async function callTool(tools: ReadonlyMap<string, Tool>, { name, arguments: given = {} }: Readonly<Record<string, unknown>>, call: Call): Promise<ToolResult> {
  const tool = typeof name === 'string' ? tools.get(name) : undefined
  if (!tool) throw new RpcError('invalidParams', `There is no tool ${JSON.stringify(name)}. There are: ${[...tools.keys()].join(', ')}.`)
  if (!isObject(given)) throw new RpcError('invalidParams', 'The arguments of a tool are an object.')
  const request = requestOf(tool, given)
  return resultOf(tool, request instanceof Problem ? responseOf(request) : await call(request))
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
