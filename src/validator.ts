import { error as refusals } from 'express-openapi-validator'
import { AjvOptions } from 'express-openapi-validator/dist/framework/ajv/options.js'
import { RequestValidator } from 'express-openapi-validator/dist/middlewares/openapi.request.validator.js'
import { ResponseValidator } from 'express-openapi-validator/dist/middlewares/openapi.response.validator.js'
import { SchemaPreprocessor } from 'express-openapi-validator/dist/middlewares/parsers/schema.preprocessor.js'
import { declarationOf } from './contract.ts'
import type { Contract, ContractDocument, OperationFacts } from './contract.ts'
import type { Answer } from './dispatch.ts'
import { invalidRequest, problemType } from './problem.ts'
import type { FieldError } from './problem.ts'

/** What of a request the contract speaks of. Validation coerces the parameters and fills in defaults, in place. */
export type Validated = {
  params: Record<string, unknown>
  query: Record<string, unknown>
  headers: Record<string, string | string[] | undefined>
  body: unknown
}

/** The contract, enforced: every operation's request and answers, compiled at start. */
export type Validator = {
  /** @throws Problem 400 that names each field at fault */
  request(operation: OperationFacts, request: Validated): void
  /** @throws AnswerBreaksContract */
  answer(operation: OperationFacts, answer: Answer): void
}

/** An answer of ours that is not what the contract promises: where, and why. */
export class AnswerBreaksContract extends Error {}

type Compiled = {
  request: (request: Validated) => void
  answer: (status: number, mediaType: string | null, body: unknown) => void
}

/**
 * Gives every operation a request and an answer validator of express-openapi-validator's own. Its middlewares would find the
 * route anew on every request and compile every schema with the whole document around it, both in time that grows with the
 * contract; and they check an answer as it is sent, when what it did can no longer be undone. Hence its validators, without
 * its middlewares.
 * @throws when the contract cannot be compiled
 */
export function createValidator(contract: Contract): Validator {
  const details = patternDetails(contract.document)
  const compiled = new Map(contract.operations.map((operation) => [operation.id, compile(contract.document, operation)]))
  const compiledOf = (operation: OperationFacts): Compiled => {
    const found = compiled.get(operation.id)
    if (!found) throw new Error(`${operation.id} was not compiled`)
    return found
  }
  return {
    request(operation, request) {
      try {
        compiledOf(operation).request(request)
      } catch (error) {
        throw refusalOf(error, details)
      }
    },
    answer(operation, { status, mediaType, body, headers }) {
      compiledOf(operation).answer(status, mediaType, body)
      if (status < 400) checkHeaders(operation, headers)
    },
  }
}

const { BadRequest } = refusals

/** A compiled schema, which coerces parameters and fills in defaults in place. */
type Check = (value: unknown) => unknown

/** What is used of Ajv, which express-openapi-validator compiles schemas with. */
type Compiler = {
  getSchema(key: string): Check | undefined
  formats: Record<string, unknown>
  addFormat(name: string, format: object): unknown
}

const settings = {
  validateRequests: { allowUnknownQueryParameters: true, coerceTypes: false, allErrors: true },
  validateResponses: { allErrors: true },
  ajvFormats: { mode: 'full' },
  validateFormats: true,
  formats: {},
  serDes: [],
} as never // the type asks for the settings of the parts that are not used here too

function compile(document: ContractDocument, operation: OperationFacts): Compiled {
  const { method, path } = operation
  const options = new AjvOptions(settings)
  const { apiDoc, apiDocRes } = new SchemaPreprocessor(excerpt(document, operation), options.preprocessor, options.response).preProcess()
  const requests = new RequestValidator(apiDoc, options.request)
  const answers = new ResponseValidator(apiDocRes, options.response)
  const { ajv: ofRequest, ajvBody: ofBody } = requests as unknown as { ajv: Compiler; ajvBody: Compiler } // declared private
  const { ajvBody: ofAnswer } = answers as unknown as { ajvBody: Compiler } // likewise
  hastenTimes(ofAnswer)
  const route = { expressRoute: path, openApiRoute: path, serial: -1, schema: operationIn(apiDoc), _responseSchema: operationIn(apiDocRes) }

  // Stand-ins with all that the validators look at: a whole request is not needed to check one.
  const headers = { 'content-type': null as string | null }
  const stand = { statusCode: 0, headersSent: false, getHeaders: () => headers, json: (body: unknown) => body }
  let failure: unknown
  const asked = { method, path, originalUrl: path, headers: {}, openapi: route }
  answers.validate()(asked as never, stand as never, (error: unknown) => (failure = error))
  const check = stand.json

  const refuseRequest = ({ params, query, headers: sent, body }: Validated): void => {
    // It compiles anew, and keeps, for every Content-Type it sees; what is a body has been found to be JSON before.
    const headers = { ...sent, 'content-type': body === undefined ? undefined : 'application/json' }
    const openapi = { ...route, pathParams: params }
    void requests.validate({ method, path, originalUrl: path, openapi, params, query, headers, body } as never, {} as never, () => undefined)
  }
  const refuseAnswer = (status: number, mediaType: string | null, body: unknown): void => {
    failure = undefined
    stand.statusCode = status
    headers['content-type'] = mediaType
    check.call(stand, body)
    if (failure) throw new AnswerBreaksContract(failure instanceof Error ? failure.message : 'it failed without a reason')
  }

  warmUp(operation, refuseRequest, refuseAnswer)
  const schemasOf = (type: string): Check[] => [ofRequest, ofBody].flatMap((ajv) => ajv.getSchema(`${method}-${path}-${type}`) ?? [])
  const [bare, withBody] = [schemasOf('not_provided'), schemasOf('application/json')]
  const checksOfAnswers = new Map(
    operation.statuses.flatMap((status) => {
      const type = status < 400 ? operation.mediaType : problemType
      const schema = ofAnswer.getSchema(`${method}-${path}-not_provided-${status}-${type}`)
      return schema ? [[`${status} ${type}`, schema]] : []
    }),
  )

  // What the library compiled is asked by itself; only what it does not take goes the library's whole way, for its words.
  return {
    request(given) {
      const checks = given.body === undefined ? bare : withBody
      if (checks.length === 2 && checks.every((passes) => passes(given))) return
      refuseRequest(given)
    },
    answer(status, mediaType, body) {
      // The library knows JSON alone; of any other answer it finds no schema.
      if (mediaType !== null && !mediaType.endsWith('json')) {
        checkText(operation, status, mediaType, body)
        return
      }
      const passes = checksOfAnswers.get(`${status} ${mediaType}`)
      if (passes && body !== undefined && body !== null && passes({ response: body })) return
      refuseAnswer(status, mediaType, body)
    },
  }
}

// As the service itself writes one, in every month.
const usualTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?Z$/

/** Lets times pass as they usually are, without taking them apart; a page holds dozens of them. Any other is looked at closely. */
function hastenTimes(ajv: Compiler): void {
  const closely = ajv.formats['date-time'] as { validate: (text: string) => boolean } // of ajv-formats
  ajv.addFormat('date-time', { ...closely, validate: (text: string) => usualTime.test(text) || closely.validate(text) })
}

function checkHeaders({ headers: declared }: OperationFacts, headers: Record<string, unknown>): void {
  for (const { name, required, maxLength } of declared) {
    const value = headers[name]
    if (value === undefined && !required) continue
    if (typeof value !== 'string') throw new AnswerBreaksContract(`/headers/${name} must be string`)
    if (value.length > maxLength) throw new AnswerBreaksContract(`/headers/${name} must not have more than ${maxLength} characters`)
  }
}

function checkText({ success, mediaType: declared }: OperationFacts, status: number, mediaType: string, body: unknown): void {
  if (status !== success || mediaType !== declared) throw new AnswerBreaksContract(`/response ${mediaType} is not what is declared for ${status}`)
  if (typeof body !== 'string') throw new AnswerBreaksContract('/response must be string')
}

const operationIn = (document: { paths?: object }): unknown => Object.values(Object.values(document.paths ?? {})[0] as object)[0]

/**
 * The document with nothing in it but one operation, its references replaced by what they stand for: what a schema costs
 * to compile grows with the document it stands in.
 */
function excerpt(document: ContractDocument, operation: OperationFacts): never {
  const paths = { [operation.path]: { [operation.method.toLowerCase()]: declarationOf(document, operation) } }
  return { openapi: document.openapi, info: document.info, paths, components: {} } as never // what is left is as the linter has seen it
}

/** Compiles an operation's schemas before the first request needs them: a contract's fault surfaces here. */
function warmUp(operation: OperationFacts, request: Compiled['request'], answer: Compiled['answer']): void {
  const bodies = { none: [undefined], optional: [undefined, {}], required: [{}] }[operation.body]
  for (const body of bodies) refusing(BadRequest, () => request({ params: {}, query: {}, headers: {}, body }))
  refusing(AnswerBreaksContract, () => answer(operation.success, operation.mediaType, undefined))
}

/** Does what may well be refused: it is the compiling on the way that is wanted. */
function refusing(refusal: typeof BadRequest | typeof AnswerBreaksContract, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof refusal)) throw error
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
