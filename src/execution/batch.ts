import type { Contract, OperationFacts } from '../contract/contract.ts'
import type { ApiResponse } from '../contract/response.ts'
import { ownBody, ownQuery } from '../contract/other-names.ts'
import { checkPath, ignoredHeaders, ignoredIn, pairsOfQuery, queryOf, textOf } from '../contract/parameters.ts'
import { pointerTo } from '../contract/json-pointer.ts'
import { Problem, forbidden, invalidRequest } from '../problem.ts'
import type { FieldError } from '../problem.ts'
import type { ValidatedRequest, Validator } from '../contract/request-validator.ts'
import type { BatchItem, RunSubrequest } from './subrequest.ts'

/** Carries an operation out with what has been validated, and checks the answer. @throws Problem */
export type InvokeHandler = (operation: OperationFacts, input: ValidatedRequest) => Promise<ApiResponse>

/** The caller of the operations, and what they may do, whether unknown fields are errors, and what counts them if not. */
type Asking = { owns: (user: string) => boolean; requireScope: (operation: OperationFacts) => void; strict: boolean; countIgnored: (count: number) => void }

/** Executes the operations of a batch. */
export function createBatchRunner(contract: Contract, validator: Validator): (respond: InvokeHandler, asking: Asking) => RunSubrequest {
  const allowed = new Map<string, OperationFacts>(contract.operations.filter(({ batch }) => batch).map((operation) => [operation.id, operation]))
  return (respond, { owns, requireScope, strict, countIgnored }) =>
    async (item, place) => {
      const operation = allowed.get(item.operationId)
      if (!operation) {
        throw invalidRequest([{ pointer: `${place}/operationId`, detail: `must be one of ${[...allowed.keys()].join(', ')}` }])
      }
      refuseUnknownNames(operation, item, place)
      try {
        const input = inputOf(operation, item)
        const ignored = ignoredIn(contract.document, operation, [], input.body)
        if (strict && ignored.length > 0) throw invalidRequest(ignored)
        countIgnored(ignored.length)
        if (!owns(textOf(input.params['user_id']))) throw forbidden()
        requireScope(operation)
        validator.request(operation, input)
        const response = await respond(operation, input)
        return { ...response, headers: { ...response.headers, ...ignoredHeaders(ignored) } }
      } catch (error) {
        throw error instanceof Problem ? error.within((found) => placed(found, operation, place)) : error
      }
    }
}

/**
 * Rejects parameters that the operation does not have: unlike in a URL, nothing limits their number.
 * @throws Problem 400 that names each
 */
function refuseUnknownNames({ pathParameters, queryParameters }: OperationFacts, { params = {}, query = {} }: BatchItem, place: string): void {
  const inPath = new Set(pathParameters.map(({ name }) => name))
  const unknown = [
    ...Object.keys(params).flatMap((name) => (inPath.has(name) ? [] : [pointerTo(`${place}/params`, name)])),
    ...Object.keys(query).flatMap((name) => (queryParameters.has(name) ? [] : [pointerTo(`${place}/query`, name)])),
  ]
  if (unknown.length > 0) throw invalidRequest(unknown.map((pointer) => ({ pointer, detail: 'is not a parameter of this operation' })))
}

/** The operation's own request, with parameters as strings for the validator. */
function inputOf(operation: OperationFacts, { params = {}, query = {}, body, if_match }: BatchItem): ValidatedRequest {
  const texts = Object.fromEntries(operation.pathParameters.map(({ name }) => [name, textOf(params[name] ?? (name === 'user_id' ? 'me' : ''))]))
  checkPath(operation, texts)
  const headers = if_match === undefined ? {} : { 'if-match': if_match }
  if (operation.body === 'required' && body === undefined) throw invalidRequest([{ pointer: '#', detail: 'is required' }])
  const taken = operation.body === 'none' ? undefined : ownBody(operation, body)
  return { params: texts, query: queryOf(operation, ownQuery(operation, pairsOfQuery(query)).query), headers, body: taken }
}

/** The place in the batch of a field of an operation's own request. */
function placed(error: FieldError, { pathParameters }: OperationFacts, place: string): FieldError {
  const { detail } = error
  if ('pointer' in error) return { ...error, pointer: `${place}/body${error.pointer.slice(1)}` }
  if ('header' in error) return { pointer: `${place}/if_match`, detail }
  const part = pathParameters.some(({ name }) => name === error.parameter) ? 'params' : 'query'
  return { pointer: `${place}/${part}/${error.parameter}`, detail }
}
