import { rpcCodes } from '../http/json-rpc.ts'
import { isObject, memberOf } from '../json.ts'
import { Problem, internal, malformedRequest } from '../problem.ts'
import type { ProblemDocument } from '../problem.ts'

/** A response of the library: an error gets a problem as its data, in addition to what it already has there. */
export function withProblem(reply: unknown): unknown {
  const error = memberOf(reply, 'error')
  if (!isObject(reply) || !isObject(error)) return reply
  return { ...reply, error: { ...error, data: { ...problemOf(error), ...(isObject(error['data']) && error['data']) } } }
}

function problemOf({ code, message }: Readonly<Record<string, unknown>>): ProblemDocument {
  const detail = String(message)
  if (code === rpcCodes.internalError) return internal(undefined).document('/mcp')
  return (code === rpcCodes.methodNotFound ? new Problem('not-found', detail) : malformedRequest(detail)).document('/mcp')
}
