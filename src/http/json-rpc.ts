import type { ProblemDocument } from '../problem.ts'

/** The id of a JSON-RPC request. */
export type RpcId = string | number

/** A JSON-RPC 2.0 error response. */
export type RpcError = { jsonrpc: '2.0'; id: RpcId | null; error: { code: number; message: string; data: ProblemDocument } }

/** The codes of JSON-RPC 2.0; `refused` is the first of those that servers may define, and that MCP leaves to them. */
export const rpcCodes = { parseError: -32_700, invalidRequest: -32_600, methodNotFound: -32_601, internalError: -32_603, refused: -32_000 } as const

/** A problem as a JSON-RPC error, which a client of MCP understands: the code for its kind, and the problem itself as `data`. */
export function rpcErrorOf(problem: ProblemDocument, id: RpcId | null = null, code = codeOf(problem.status)): RpcError {
  return { jsonrpc: '2.0', id, error: { code, message: problem.detail, data: problem } }
}

function codeOf(status: number): number {
  if (status === 400) return rpcCodes.invalidRequest
  return status === 500 ? rpcCodes.internalError : rpcCodes.refused
}
