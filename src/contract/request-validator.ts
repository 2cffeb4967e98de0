import { BadRequest } from 'express-openapi-validator/dist/framework/types.js'
import { RequestValidator } from 'express-openapi-validator/dist/middlewares/openapi.request.validator.js'
import { createResponseValidator } from './response-validator.ts'
import type { ValidateResponse, Declarations } from './response-validator.ts'
import { declarationOf } from './contract.ts'
import type { Contract, ContractDocument, OperationFacts } from './contract.ts'
import type { OperationId } from '../generated/operation-ids.ts'
import { ajvOptions, only, prepare } from './ajv.ts'
import type { Check, Compiler, Paths } from './ajv.ts'
import { invalidRequest } from '../problem.ts'
import type { FieldError } from '../problem.ts'

/** What of a request the contract speaks of. Validation coerces the parameters and fills in defaults, in place. */
export type ValidatedRequest = {
  params: Record<string, unknown>
  query: Record<string, unknown>
  headers: Record<string, string | string[] | undefined>
  body: unknown
}

/** The contract, enforced: every operation's request and answers, compiled at start. */
export type Validator = {
  /** @throws Problem 400 that names each field at fault */
  request(operation: OperationFacts, request: ValidatedRequest): void
  answer: ValidateResponse
}

/** @throws BadRequest */
type Compiled = (request: ValidatedRequest) => void

/**
 * Gives every operation a request and an answer validator of express-openapi-validator's own. Its middlewares would find the
 * route anew on every request and compile every schema with the whole document around it, both in time that grows with the
 * contract; and they check an answer as it is sent, when what it did can no longer be undone. Hence its validators, without
 * its middlewares.
 * @throws when the contract cannot be compiled
 */
export function createValidator(contract: Contract): Validator {
  const validator = validators.get(contract) ?? compileContract(contract)
  validators.set(contract, validator)
  return validator
}

// Compiling takes most of a start.
const validators = new WeakMap<Contract, Validator>()

function compileContract({ document, operations }: Contract): Validator {
  const details = patternDetails(document)
  const declarations = new Map(operations.map((operation) => [operation, declarationOf(document, operation)]))
  const compiled = compile(document, declarations)
  return {
    request(operation, request) {
      const validate = compiled.get(operation.id)
      if (!validate) throw new Error(`${operation.id} was not compiled`)
      try {
        validate(request)
      } catch (error) {
        throw refusalOf(error, details)
      }
    },
    answer: createResponseValidator(document, declarations),
  }
}

/** Compiles what is declared of all requests. */
function compile(document: ContractDocument, declarations: Declarations): Map<OperationId, Compiled> {
  const validator = new RequestValidator(only(document, {}), ajvOptions.request)
  const { ajv, ajvBody } = validator as unknown as { ajv: Compiler; ajvBody: Compiler } // declared private
  const paths: Paths = {}
  for (const [{ path, method }, declaration] of declarations) {
    paths[path] = { ...paths[path], [method.toLowerCase()]: { ...declaration, responses: {} } }
  }
  const { requests } = prepare(document, paths)

  const compileOne = (operation: OperationFacts): Compiled => {
    const { method, path } = operation
    const route = { expressRoute: path, openApiRoute: path, serial: -1, schema: requests[path]?.[method.toLowerCase()] }
    const refuse: Compiled = ({ params, query, headers: sent, body }) => {
      // It compiles anew, and keeps, for every Content-Type it sees; what is a body has been found to be JSON before.
      const headers = { ...sent, 'content-type': body === undefined ? undefined : 'application/json' }
      const openapi = { ...route, pathParams: params }
      // A stand-in with all that it looks at: a whole request is not needed to check one.
      void validator.validate({ method, path, originalUrl: path, openapi, params, query, headers, body } as never, {} as never, () => undefined)
    }
    warmUp(operation, refuse)
    const schemasOf = (type: string): Check[] => [ajv, ajvBody].flatMap((compiler) => compiler.getSchema(`${method}-${path}-${type}`) ?? [])
    const [bare, withBody] = [schemasOf('not_provided'), schemasOf('application/json')]

    // What the library compiled is asked by itself; only what it does not take goes the library's whole way, for its words.
    return (given) => {
      const checks = given.body === undefined ? bare : withBody
      if (checks.length === 2 && checks.every((passes) => passes(given))) return
      refuse(given)
    }
  }
  return new Map(Array.from(declarations.keys(), (operation) => [operation.id, compileOne(operation)]))
}

/** Compiles an operation's schemas before the first request needs them: a contract's fault surfaces here. */
function warmUp({ body }: OperationFacts, request: Compiled): void {
  for (const sent of { none: [undefined], optional: [undefined, {}], required: [{}] }[body]) {
    try {
      request({ params: {}, query: {}, headers: {}, body: sent })
    } catch (error) {
      // It is the compiling on the way that is wanted.
      if (!(error instanceof BadRequest)) throw error
    }
  }
}

function refusalOf(error: unknown, details: Map<string, string>): unknown {
  if (!(error instanceof BadRequest)) return error
  const errors = error.errors.flatMap(({ path, message }) => fieldError(path, wording(message, details)) ?? [])
  // The same rule is reported once for each branch of a schema that states it.
  const unique = new Map(errors.map((found) => [JSON.stringify(found), found]))
  return invalidRequest([...unique.values()])
}

function fieldError(path: string, detail: string): FieldError | null {
  const [, place = '', ...rest] = path.split('/')
  if (place === 'body') return { pointer: ['#', ...rest].join('/'), detail }
  if (place === 'query' || place === 'params') return { parameter: rest.join('/'), detail }
  // As it is written in the contract; Node gives it in lower case.
  if (place === 'headers') return { header: rest.join('/').replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), detail }
  return null
}

/** A pattern is put in words by the `x-pattern-detail` that stands beside it in the contract. */
function wording(message: string, details: Map<string, string>): string {
  const pattern = /^must match pattern "(.*)"$/s.exec(message)?.[1]
  if (pattern !== undefined) return details.get(pattern) ?? message
  return message.replace(/^must have required property '(.*)'$/s, 'is required').replace('must NOT', 'must not')
}

function patternDetails(value: unknown, details = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null) return details
  if ('pattern' in value && 'x-pattern-detail' in value) details.set(String(value.pattern), String(value['x-pattern-detail']))
  for (const child of Object.values(value)) patternDetails(child, details)
  return details
}
