import { ResponseValidator } from 'express-openapi-validator/dist/middlewares/openapi.response.validator.js'
import type { ContractDocument, Declaration, OperationFacts, Schema } from './contract.ts'
import type { ApiResponse } from './response.ts'
import { ajvOptions, only, prepare } from './ajv.ts'
import type { Check, Compiler } from './ajv.ts'

/** An answer of ours that is not what the contract promises: where, and why. */
export class ResponseValidationError extends Error {}

/** Holds an answer against what its operation declares for its status. @throws ResponseValidationError */
export type ValidateResponse = (operation: OperationFacts, answer: ApiResponse) => void

/** @throws ResponseValidationError */
type CheckBody = (body: unknown) => void

type Response = Declaration['responses'][string]

/** What an operation declares for a status: the answer's media type, where it has a body, and what that body is held against. */
type Declared = { mediaType: string | null; check: CheckBody }

/** What each operation declares, its references replaced by what they stand for. */
export type Declarations = Map<OperationFacts, Declaration>

/**
 * Compiles the schemas of all answers. Each is compiled once, whoever answers with it: nine in ten are the problem document.
 * @throws when one cannot be compiled
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
  const declaredOf = ({ content = {} }: Response): Declared => {
    const [mediaType, media] = Object.entries(content)[0] ?? []
    if (mediaType === undefined || !media) return { mediaType: null, check: requireNone }
    // The library knows JSON alone.
    return { mediaType, check: mediaType.endsWith('json') ? checkFor(media.schema) : requireText }
  }
  const declared = new Map(
    Array.from(declarations, ([{ id }, { responses }]) => {
      const answers = Object.entries(responses).map(([status, response]) => [Number(status), declaredOf(response)] as const)
      return [id, new Map(answers)]
    }),
  )

  return (operation, { status, mediaType, body, headers }) => {
    const answer = declared.get(operation.id)?.get(status)
    if (!answer) throw new ResponseValidationError(`/response with status ${status} is not declared`)
    if (answer.mediaType !== mediaType) throw new ResponseValidationError(`/response as ${mediaType} is not declared for status ${status}`)
    answer.check(body)
    if (status < 400) checkHeaders(operation, headers)
  }
}

/** Gives what compiles a schema of an answer under a name of its own. */
function createCompile(document: ContractDocument): (name: string, schema: Schema) => CheckBody {
  const validator = new ResponseValidator(only(document, {}), ajvOptions.response)
  const { ajvBody } = validator as unknown as { ajvBody: Compiler } // declared private
  hastenTimes(ajvBody)
  const [method, status, mediaType] = ['get', 200, 'application/json'] as const

  return (name, schema) => {
    const responses = { [status]: { description: '', content: { [mediaType]: { schema } } } }
    const { answers } = prepare(document, { [name]: { [method]: { responses } } })
    const request = { method, headers: {}, openapi: { expressRoute: name } } as never // all of a request that is looked at
    const validators = validator._getOrBuildValidator(request, answers[name]?.[method]?.responses as never)
    const passes = (validators[status] as unknown as Record<string, Check>)[mediaType] // declared one level less deep
    if (!passes) throw new Error(`${name} was not compiled`)
    return (body) => {
      if (body !== undefined && body !== null && passes({ response: body })) return
      // For its words.
      try {
        validator._validate({ validators, body: body as never, statusCode: status, path: name, accepts: [mediaType] })
      } catch (error) {
        throw new ResponseValidationError(error instanceof Error ? error.message : 'it failed without a reason')
      }
    }
  }
}

// As the service itself writes one, in every month.
const usualTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?Z$/

/** Lets times pass as they usually are, without taking them apart; a page holds dozens of them. Any other is looked at closely. */
function hastenTimes(ajv: Compiler): void {
  const closely = ajv.formats['date-time'] as { validate: (text: string) => boolean } // of ajv-formats
  ajv.addFormat('date-time', { ...closely, validate: (text: string) => usualTime.test(text) || closely.validate(text) })
}

function requireNone(body: unknown): void {
  if (body !== undefined) throw new ResponseValidationError('/response must have no body')
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
