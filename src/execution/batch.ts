import type { Contract, OperationFacts } from '../contract/contract.ts'
import type { ApiResponse } from '../contract/response.ts'
import type { Target } from '../contract/parameters.ts'
import { checkPath, queryOf, refuseUnknown, textOf } from '../contract/parameters.ts'
import { Problem, forbidden, invalidRequest } from '../problem.ts'
import type { FieldError } from '../problem.ts'
import type { ValidatedRequest, Validator } from '../contract/request-validator.ts'
import type { BatchItem, RunSubrequest } from './subrequest.ts'

/** Carries an operation out with what has been validated, and checks the answer. @throws Problem */
export type InvokeHandler = (operation: OperationFacts, input: ValidatedRequest) => Promise<ApiResponse>

/** Whose operations are performed, and whether they want to be told of what is unknown. */
type Asking = { owns: (user: string) => boolean; strict: boolean }

/** Whether it is one of those that can be performed: what the contract has below `/api/{user_id}/`, but for batches themselves. */
export const isBatchable = ({ path, id }: OperationFacts): boolean => path.startsWith('/api/{user_id}/') && id !== 'executeBatch'

/** Performs those operations that can be. */
export function createBatchRunner(contract: Contract, validator: Validator): (respond: InvokeHandler, asking: Asking) => RunSubrequest {
  const allowed = new Map<string, OperationFacts>(contract.operations.filter(isBatchable).map((operation) => [operation.id, operation]))
  return (respond, { owns, strict }) => async (item, place) => {
    const operation = allowed.get(item.operationId)
    if (!operation) {
      throw invalidRequest([{ pointer: `${place}/operationId`, detail: `must be one of ${[...allowed.keys()].join(', ')}` }])
    }
    try {
      const pairs = pairsOf(item.query ?? {})
      const input = inputOf(operation, item, pairs)
      if (strict) refuseUnknown(contract.document, operation, { segments: [], query: pairs }, input.body)
      if (!owns(textOf(input.params['user_id']))) throw forbidden()
      validator.request(operation, input)
      return await respond(operation, input)
    } catch (error) {
      throw error instanceof Problem ? error.within((found) => placed(found, operation, place)) : error
    }
  }
}

/** What the operation's own request would hold: texts where parameters stand, until the validator has read them. */
function inputOf(operation: OperationFacts, { params = {}, body, if_match }: BatchItem, query: Target['query']): ValidatedRequest {
  const texts = Object.fromEntries(
    operation.pathParameters.map(({ name }) => [name, textOf(params[name] ?? (name === 'user_id' ? 'me' : ''))]),
  )
  checkPath(operation, texts)
  const headers = if_match === undefined ? {} : { 'if-match': if_match }
  if (operation.body === 'required' && body === undefined) throw invalidRequest([{ pointer: '#', detail: 'is required' }])
  const taken = operation.body === 'none' ? undefined : body
  return { params: texts, query: queryOf(operation, { segments: [], query }), headers, body: taken }
}

/** As a query would hold them: a list of values is its parameter, given several times. */
const pairsOf = (query: Record<string, unknown>): Target['query'] =>
  Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each): [string, string] => [name, textOf(each)]),
  )

/** Where a field of an operation's own request stands in that of the batch. */
function placed(error: FieldError, { pathParameters }: OperationFacts, place: string): FieldError {
  const { detail } = error
  if ('pointer' in error) return { pointer: `${place}/body${error.pointer.slice(1)}`, detail }
  if ('header' in error) return { pointer: `${place}/if_match`, detail }
  const part = pathParameters.some(({ name }) => name === error.parameter) ? 'params' : 'query'
  return { pointer: `${place}/${part}/${error.parameter}`, detail }
}
