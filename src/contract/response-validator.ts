import type { ContractDocument, Declaration, OperationFacts, Schema } from './contract.ts'
import { eventStreamType } from './response.ts'
import type { ApiResponse, Part } from './response.ts'
import { ResponseValidator, ajvOptions, only, prepare } from './validator-internals.ts'
import type { Check, Compiler } from './validator-internals.ts'

/** A response of ours that breaks the contract: where, and why. */
export class ResponseValidationError extends Error {}

/** Checks a response against the declaration of its status, and each event or part of one that is sent while it is read. @throws ResponseValidationError */
export type ValidateResponse = {
  answer(operation: OperationFacts, answer: ApiResponse): void
  event(operation: OperationFacts, event: object): void
  part(operation: OperationFacts, part: Part): void
  /** Checks the names of the parts, once all of them are known. */
  whole(operation: OperationFacts, names: ReadonlySet<string>): void
}

/** @throws ResponseValidationError */
type CheckBody = (body: unknown) => void

type Response = Declaration['responses'][string]

/** The declaration of a status: the media types of the response, null if it has no body, and the check of the body. */
type Declared = { mediaTypes: (string | null)[]; check: CheckBody; checkEvent: CheckBody }

/** The declaration of a response that is sent in parts. */
type DeclaredParts = { members: Map<string, CheckBody>; required: string[] }

/** The declaration of each operation, with all references resolved. */
export type Declarations = Map<OperationFacts, Declaration>

/**
 * Compiles the schemas of all responses. Equal schemas are compiled once: nine in ten are the problem document.
 * @throws if a schema cannot be compiled
 */
export function createResponseValidator(document: ContractDocument, declarations: Declarations): ValidateResponse {
  const compile = createCompile(document)
  const checks = new Map<string, CheckBody>()
  const checkFor = (schema: Schema): CheckBody => {
    const text = JSON.stringify(schema)
    const check = checks.get(text) ?? compile(`/${checks.size}`, schema)
    checks.set(text, check)
    return check
  }
  const declaredOf = ({ content = {} }: Response, streamed: boolean): Declared => {
    const mediaTypes = Object.keys(content)
    const [mediaType, media] = Object.entries(content)[0] ?? []
    if (mediaType === undefined || !media) return { mediaTypes: [null], check: requireNone, checkEvent: requireNone }
    if (streamed) return { mediaTypes, check: requireStream, checkEvent: requireNone }
    if (mediaType === eventStreamType) return { mediaTypes, check: requireStream, checkEvent: checkFor(media.schema) }
    // The library supports only JSON.
    return { mediaTypes, check: mediaType.endsWith('json') ? checkFor(media.schema) : requireText, checkEvent: requireNone }
  }
  const partsOf = (content: Response['content']): DeclaredParts => {
    const { properties = {}, required = [] } = Object.values(content ?? {})[0]?.schema ?? {}
    return { members: new Map(Object.entries(properties).map(([name, schema]) => [name, checkFor(schema)])), required }
  }
  const declared = new Map(
    Array.from(declarations, ([{ id, success, streamed }, { responses }]) => {
      const answers = Object.entries(responses).map(([status, response]) => {
        return [Number(status), declaredOf(response, streamed !== null && Number(status) === success)] as const
      })
      return [id, new Map(answers)]
    }),
  )
  const inParts = new Map(
    Array.from(declarations)
      .filter(([{ streamed }]) => streamed !== null)
      .map(([{ id, success }, { responses }]) => [id, partsOf(responses[success]?.content)]),
  )

  return {
    answer(operation, { status, mediaType, body, headers }) {
      const answer = declared.get(operation.id)?.get(status)
      if (!answer) throw new ResponseValidationError(`/response with status ${status} is not declared`)
      if (!answer.mediaTypes.includes(mediaType)) throw new ResponseValidationError(`/response as ${mediaType} is not declared for status ${status}`)
      answer.check(body)
      if (status < 400) checkHeaders(operation, headers)
    },
    event: (operation, event) => declared.get(operation.id)?.get(operation.success)?.checkEvent(event),
    part(operation, { name, value }) {
      const check = inParts.get(operation.id)?.members.get(name)
      if (!check) throw new ResponseValidationError(`/response/${name} is not declared`)
      check(value)
    },
    whole(operation, names) {
      const missing = inParts.get(operation.id)?.required.find((name) => !names.has(name))
      if (missing !== undefined) throw new ResponseValidationError(`/response must have required property '${missing}'`)
    },
  }
}

/** Creates a function that compiles a response schema under a unique name. */
function createCompile(document: ContractDocument): (name: string, schema: Schema) => CheckBody {
  const validator = new ResponseValidator(only(document, {}), ajvOptions.response)
  const { ajvBody } = validator as unknown as { ajvBody: Compiler } // declared private
  hastenTimes(ajvBody)
  const [method, status, mediaType] = ['get', 200, 'application/json'] as const

  return (name, schema) => {
    const responses = { [status]: { description: '', content: { [mediaType]: { schema } } } }
    const { answers } = prepare(document, { [name]: { [method]: { responses } } })
    const request = { method, headers: {}, openapi: { expressRoute: name } } as never // all that is read of a request
    const validators = validator._getOrBuildValidator(request, answers[name]?.[method]?.responses as never)
    const passes = (validators[status] as unknown as Record<string, Check>)[mediaType] // declared with one level less
    if (!passes) throw new Error(`${name} was not compiled`)
    return (body) => {
      if (body !== undefined && body !== null && passes({ response: body })) return
      // For its messages.
      try {
        validator._validate({ validators, body: body as never, statusCode: status, path: name, accepts: [mediaType] })
      } catch (error) {
        throw new ResponseValidationError(error instanceof Error ? error.message : 'it failed without a reason')
      }
    }
  }
}

// The form that the service itself writes, on every day but the 29th of February.
const usualDay = '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))'
const usualTime = new RegExp(`^\\d{4}-${usualDay}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,6})?Z$`)

/** Accepts times in the usual form by a pattern, as a page has dozens of them. Others take the full check. */
function hastenTimes(ajv: Compiler): void {
  const closely = ajv.formats['date-time'] as { validate: (text: string) => boolean } // of ajv-formats
  ajv.addFormat('date-time', { ...closely, validate: (text: string) => usualTime.test(text) || closely.validate(text) })
}

function requireNone(body: unknown): void {
  if (body !== undefined) throw new ResponseValidationError('/response must have no body')
}

function requireStream(body: unknown): void {
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) throw new ResponseValidationError('/response must be a stream')
}

function requireText(body: unknown): void {
  if (typeof body !== 'string') throw new ResponseValidationError('/response must be string')
}

function checkHeaders({ headers: declared }: OperationFacts, headers: Record<string, unknown>): void {
  for (const { name, required, maxLength } of declared) {
    const value = headers[name]
    if (value === undefined && !required) continue
    if (typeof value !== 'string') throw new ResponseValidationError(`/headers/${name} must be string`)
    if (value.length > maxLength) throw new ResponseValidationError(`/headers/${name} must not have more than ${maxLength} characters`)
  }
}
