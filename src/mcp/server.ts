import { ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server'
import type { ServerOptions } from '@modelcontextprotocol/server'
import { Problem, malformedRequest } from '../problem.ts'
import { requestOf } from './request.ts'
import type { ToolRequest } from './request.ts'
import { responseOf, resultOf } from './result.ts'
import type { ToolResponse, ToolResult } from './result.ts'
import type { Tool } from './tools.ts'

/** The revisions of the protocol that start with `initialize`, latest first. The library adds those that do not. */
export const earlierRevisions = ['2025-11-25', '2025-06-18', '2025-03-26']

/** Executes the request of a tool call. An exception is not a tool result: it ends the exchange. */
export type Call = (request: ToolRequest) => Promise<ToolResponse>

/** What a server has to offer: tools by name, of this version of the contract, each with results of at most this size. */
export type Offer = { tools: ReadonlyMap<string, Tool>; version: string; maxResultBytes: number }

const instructions = `\
These tools work only on the tasks of the signed-in user. Results are JSON. Lists come in pages: if a result has next_cursor, call
again with it as cursor. To change something only if nobody else modified it meanwhile, pass its version in double quotes as
if_match. Pass an idempotency_key to repeat a call safely after its result was lost.`.replaceAll('\n', ' ')

// A client may keep the list of tools for this long.
const cacheHint = { ttlMs: 300_000, cacheScope: 'private' } as const

const options: ServerOptions = {
  capabilities: { tools: {} },
  instructions,
  supportedProtocolVersions: earlierRevisions,
  cacheHints: { 'tools/list': cacheHint, 'server/discover': cacheHint },
  // Only for what a server asks of a user. The library would build a validator for each server.
  jsonSchemaValidator: {
    getValidator: () => () => ({ valid: false, data: undefined, errorMessage: 'This server asks nothing.' }),
  },
}

/**
 * A server of the Model Context Protocol that has tools and nothing else, for one exchange or one connection. The library speaks the
 * revisions of the protocol; what the tools are is the contract's. Of its two servers it advises against this one for most uses. The
 * other one compiles a validator for each tool and words the faults of inputs, which the contract does here.
 */
// eslint-disable-next-line @typescript-eslint/no-deprecated
export function createMcpServer({ tools, version, maxResultBytes }: Offer, call: Call): Server {
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const server = new Server({ name: 'taskpact', title: 'Taskpact', version }, options)
  server.setRequestHandler('tools/list', ({ params }) => {
    if (params?.cursor !== undefined) throw invalidParams('The tools come in one page: there is no cursor. Omit it.')
    return { tools: [...tools.values()].map(({ card }) => card) }
  })
  server.setRequestHandler('tools/call', async ({ params }): Promise<ToolResult> => {
    const tool = tools.get(params.name)
    if (!tool) throw invalidParams(`Unknown tool ${JSON.stringify(params.name.slice(0, 64))}. The tools are: ${[...tools.keys()].join(', ')}.`)
    const request = requestOf(tool, params.arguments ?? {})
    return resultOf(tool, request instanceof Problem ? responseOf(request) : await call(request), maxResultBytes)
  })
  return server
}

const invalidParams = (detail: string): ProtocolError => new ProtocolError(ProtocolErrorCode.InvalidParams, detail, malformedRequest(detail).document('/mcp'))
