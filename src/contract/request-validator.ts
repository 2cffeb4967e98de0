import { createResponseValidator } from './response-validator.ts'
import type { ValidateResponse, Declarations } from './response-validator.ts'
import { declarationOf } from './contract.ts'
import type { Contract, ContractDocument, OperationFacts } from './contract.ts'
import type { OperationId } from '../generated/operation-ids.ts'
import { oversizedArrays } from './array-sizes.ts'
import { isBlank } from './blank.ts'
import { BadRequest, RequestValidator, ajvOptions, only, prepare } from './validator-internals.ts'
import type { Check, Compiler, Paths } from './validator-internals.ts'
import { invalidRequest } from '../problem.ts'
import type { FieldError } from '../problem.ts'

/** The parts of a request that the contract describes. Validation coerces the parameters and fills in defaults, in place. */
export type ValidatedRequest = {
  params: Record<string, unknown>
  query: Record<string, unknown>
  headers: Record<string, string | string[] | undefined>
  body: unknown
}

/** Enforces the contract: the request and the responses of every operation, compiled at start. */
export type Validator = {
  /** @throws Problem 400 that names each invalid field */
  request(operation: OperationFacts, request: ValidatedRequest): void
} & ValidateResponse

/** @throws BadRequest */
type Compiled = (request: ValidatedRequest) => void

/**
 * Gives every operation the request and response validators of express-openapi-validator, without its middlewares. Those look up the
 * route on every request and compile every schema with the whole document, both in time that grows with the contract. And they
 * check a response when it is sent, after its transaction has committed.
 * @throws if the contract cannot be compiled
 */
export function createValidator(contract: Contract): Validator {
  const validator = validators.get(contract) ?? compileContract(contract)
  validators.set(contract, validator)
  return validator
}

// Compiling takes most of the start time.
const validators = new WeakMap<Contract, Validator>()

function compileContract({ document, operations }: Contract): Validator {
  const details = patternDetails(document)
  const declarations = new Map(operations.map((operation) => [operation, declarationOf(document, operation)]))
  const compiled = compile(document, declarations)
  return {
    request(operation, request) {
      const validate = compiled.get(operation.id)
      if (!validate) throw new Error(`${operation.id} was not compiled`)
      if (operation.bodySchema) {
        const oversized = oversizedArrays(document, operation.bodySchema, request.body)
        if (oversized.length > 0) throw invalidRequest(oversized)
      }
      try {
        validate(request)
      } catch (error) {
        throw refusalOf(error, details)
      }
    },
    ...createResponseValidator(document, declarations),
  }
}

/** Compiles the validators of all requests. */
function compile(document: ContractDocument, declarations: Declarations): Map<OperationId, Compiled> {
  const validator = new RequestValidator(only(document, {}), ajvOptions.request)
  const { ajv, ajvBody } = validator as unknown as { ajv: Compiler; ajvBody: Compiler } // declared private
  for (const compiler of [ajv, ajvBody]) compiler.addKeyword({ keyword: 'x-not-blank', type: 'string', validate: (_: unknown, text: string) => !isBlank(text) })
  const paths: Paths = {}
  for (const [{ path, method }, declaration] of declarations) {
    paths[path] = { ...paths[path], [method.toLowerCase()]: { ...declaration, responses: {} } }
  }
  const { requests } = prepare(document, paths)

  const compileOne = (operation: OperationFacts): Compiled => {
    const { method, path } = operation
    const route = { expressRoute: path, openApiRoute: path, serial: -1, schema: requests[path]?.[method.toLowerCase()] }
    const refuse: Compiled = ({ params, query, headers: sent, body }) => {
      // It compiles and caches a validator for every Content-Type; the body was already checked to be JSON.
      const headers = { ...sent, 'content-type': body === undefined ? undefined : 'application/json' }
      const openapi = { ...route, pathParams: params }
      // A minimal request with the properties that it reads.
      void validator.validate({ method, path, originalUrl: path, openapi, params, query, headers, body } as never, {} as never, () => undefined)
    }
    warmUp(operation, refuse)
    const schemasOf = (type: string): Check[] => [ajv, ajvBody].flatMap((compiler) => compiler.getSchema(`${method}-${path}-${type}`) ?? [])
    const [bare, withBody] = [schemasOf('not_provided'), schemasOf('application/json')]

    // Call the compiled schemas directly; only a request that fails takes the library's full path, for its messages.
    return (given) => {
      const checks = given.body === undefined ? bare : withBody
      if (checks.length === 2 && checks.every((passes) => passes(given))) return
      refuse(given)
    }
  }
  return new Map(Array.from(declarations.keys(), (operation) => [operation.id, compileOne(operation)]))
}

/** Compiles the schemas of an operation before its first request, so that an error in the contract appears at start. */
function warmUp({ body }: OperationFacts, request: Compiled): void {
  for (const sent of { none: [undefined], optional: [undefined, {}], required: [{}] }[body]) {
    try {
      request({ params: {}, query: {}, headers: {}, body: sent })
    } catch (error) {
      // Only the compilation matters here.
      if (!(error instanceof BadRequest)) throw error
    }
  }
}

function refusalOf(error: unknown, details: Map<string, string>): unknown {
  if (!(error instanceof BadRequest)) return error
  const errors = error.errors.flatMap(({ path, message }) => fieldError(path, wording(message, details)) ?? [])
  // The same error is reported for each branch of a schema.
  const unique = new Map(errors.map((found) => [JSON.stringify(found), found]))
  return invalidRequest([...unique.values()])
}

function fieldError(path: string, detail: string): FieldError | null {
  const [, place = '', ...rest] = path.split('/')
  if (place === 'body') return { pointer: ['#', ...rest].join('/'), detail }
  if (place === 'query' || place === 'params') return { parameter: rest.join('/'), detail }
  // Spelled as in the contract; Node converts names to lower case.
  if (place === 'headers') return { header: rest.join('/').replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), detail }
  return null
}

/** Describes a pattern by its `x-pattern-detail` in the contract. */
function wording(message: string, details: Map<string, string>): string {
  const pattern = /^must match pattern "(.*)"$/s.exec(message)?.[1]
  if (pattern !== undefined) return details.get(pattern) ?? message
  if (message === 'must pass "x-not-blank" keyword validation') return 'must not be blank or contain the NUL character'
  return message.replace(/^must have required property '(.*)'$/s, 'is required').replace('must NOT', 'must not')
}

function patternDetails(value: unknown, details = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null) return details
  if ('pattern' in value && 'x-pattern-detail' in value) {
    const [pattern, detail] = [String(value.pattern), String(value['x-pattern-detail'])]
    if ((details.get(pattern) ?? detail) !== detail)
      throw new Error(`openapi.yaml: ${pattern} has two values of x-pattern-detail. Write one of the patterns differently.`)
    details.set(pattern, detail)
  }
  for (const child of Object.values(value)) patternDetails(child, details)
  return details
}
