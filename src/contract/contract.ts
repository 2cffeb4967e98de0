import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { contractJson } from '../generated/document.ts'
import type { OperationId } from '../generated/operation-ids.ts'

/** The parts of an OpenAPI 3.1 document that the service itself reads; the validator reads the rest. */
export type ContractDocument = {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, PathItem>
  components: Record<string, Record<string, unknown>>
}

/** A JSON Schema as far as the service looks into one. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
}

/** An operation as the contract words it, with the parameters of its path among its own and no reference left in it. */
export type Declaration = {
  summary: string
  description: string
  parameters: { name: string; in: string; required?: boolean; description: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>
}

type Method = 'get' | 'put' | 'post' | 'delete' | 'patch'
type Reference = { $ref: string }
type ParameterObject = { name: string; in: string; allowEmptyValue?: boolean; schema: Schema }
type Media = { schema?: Schema }
type HeaderObject = { required?: boolean; schema: { maxLength?: number } }
type AnswerObject = { content?: Record<string, Media>; headers?: Record<string, HeaderObject | Reference> }
type OperationObject = {
  operationId: OperationId
  tags: string[]
  parameters?: (ParameterObject | Reference)[]
  requestBody?: { required?: boolean; content: Record<string, Media> } | Reference
  responses: Record<string, AnswerObject | Reference>
  deprecated?: boolean
  'x-deprecated-on'?: string
  'x-sunset-on'?: string
  security?: unknown[]
}
type PathItem = { parameters?: (ParameterObject | Reference)[] } & Partial<Record<Method, OperationObject>>

/** A parameter of the path or the query: its name, whether its text has to be an integer's, and whether an empty one is as good as none. */
export type Parameter = { name: string; integer: boolean; array: boolean; mayBeEmpty: boolean }

/** A header of an answer: whether it has to be there, and how long it may be. */
export type ResponseHeader = { name: string; required: boolean; maxLength: number }

/** What the service has to know of an operation on every request, read off the contract once. */
export type OperationFacts = {
  id: OperationId
  tag: string
  method: Uppercase<Method>
  /** The path with its parameters in braces, as in the contract. */
  path: string
  /** Whether it takes a bearer token. */
  secured: boolean
  body: 'none' | 'optional' | 'required'
  bodySchema: Schema | null
  pathParameters: Parameter[]
  queryParameters: Map<string, Parameter>
  /** The one 2xx status it answers. */
  success: number
  /** Every status it declares. */
  statuses: number[]
  /** The media type of that answer; null where it has no body. */
  mediaType: string | null
  /** The headers that it declares. */
  headers: ResponseHeader[]
  /** The headers that say since when it is deprecated, and until when it will be there; null where it is not. */
  deprecation: { Deprecation: string; Sunset: string } | null
}

/** openapi.yaml as it stands, read once at start. */
export type Contract = { text: string; document: ContractDocument; operations: OperationFacts[] }

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const

/** The text of openapi.yaml. @throws when the file is missing */
export const contractText = (): string => readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')

/**
 * The contract that the code was generated from, which requireOwn compares with its text: to read that as YAML would take a
 * third of a second, and more memory than all that is made of it.
 * @throws when openapi.yaml is missing; what it says is linted and checked at build time, not here
 */
export function loadContract(): Contract {
  return (loaded ??= read())
}

// One for the process, frozen: whatever is compiled from it is compiled once, however many services are started.
let loaded: Contract | null = null

function read(): Contract {
  const document = freeze(JSON.parse(contractJson) as ContractDocument) // the linter has seen to its shape
  return { text: contractText(), document, operations: operationsOf(document) }
}

/** Freezes a JSON value and all that it holds. */
function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) freeze(member)
    Object.freeze(value)
  }
  return value
}

/** The operations of a contract. @throws where one lacks what the service has to know of it */
export function operationsOf(document: ContractDocument): OperationFacts[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      return operation ? [facts(document, path, item, method, operation)] : []
    }),
  )
}

/**
 * A service is made for one contract: its types, its handlers and its statements are generated from it.
 * @throws where the contract is another one than the code was generated from
 */
export function requireOwn({ text }: Contract, digest: string): void {
  if (createHash('sha256').update(text).digest('hex') === digest) return
  throw new Error('openapi.yaml is not the contract that src/generated was made from. Run "npm run generate", then build anew.')
}

/** Follows a `$ref` within the document; anything else is given back as it is. */
export function resolve<T extends object>(document: ContractDocument, value: T | Reference): T {
  if (!('$ref' in value) || typeof value.$ref !== 'string') return value as T // no $ref: it is the object itself
  const [, , section = '', name = ''] = value.$ref.split('/')
  return document.components[section]?.[name] as T // redocly's no-unresolved-refs has seen to it
}

/** The operation's own words, with every reference replaced by what it stands for. */
export function declarationOf(document: ContractDocument, { path, method }: OperationFacts): Declaration {
  const { parameters = [], ...methods } = document.paths[path] ?? {}
  const operation = methods[method.toLowerCase() as Method] // toLowerCase is typed as string
  const whole = { ...operation, parameters: [...parameters, ...(operation?.parameters ?? [])] }
  return expand(document, whole) as Declaration // what is left is as the linter has seen it
}

function expand(document: ContractDocument, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => expand(document, item))
  const { $ref, ...siblings } = value as { $ref?: string }
  const target = $ref === undefined ? {} : (expand(document, resolve<object>(document, { $ref })) as object)
  return { ...target, ...Object.fromEntries(Object.entries(siblings).map(([key, child]) => [key, expand(document, child)])) }
}

function facts(
  document: ContractDocument,
  path: string,
  item: PathItem,
  method: Method,
  operation: OperationObject,
): OperationFacts {
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
    resolve<ParameterObject>(document, parameter),
  )
  const standing = (place: string): Parameter[] =>
    parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name, schema, allowEmptyValue = false }) => ({ name, integer: schema.type === 'integer', array: schema.type === 'array', mayBeEmpty: allowEmptyValue }))
  const requestBody = operation.requestBody && resolve<{ required?: boolean; content: Record<string, Media> }>(document, operation.requestBody)
  const [status, answer] = successOf(document, operation)
  return {
    id: operation.operationId,
    tag: operation.tags[0] ?? '',
    method: method.toUpperCase() as Uppercase<Method>, // toUpperCase is typed as string
    path,
    secured: operation.security?.length !== 0,
    body: !requestBody ? 'none' : requestBody.required ? 'required' : 'optional',
    bodySchema: requestBody?.content['application/json']?.schema ?? null,
    pathParameters: standing('path'),
    queryParameters: new Map(standing('query').map((parameter) => [parameter.name, parameter])),
    success: status,
    statuses: Object.keys(operation.responses).map(Number),
    mediaType: Object.keys(answer.content ?? {})[0] ?? null,
    headers: Object.entries(answer.headers ?? {}).map(([name, header]) => {
      const { required = false, schema } = resolve<HeaderObject>(document, header)
      return { name, required, maxLength: schema.maxLength ?? Infinity }
    }),
    deprecation: deprecationOf(operation),
  }
}

/** RFC 9745 and RFC 8594, out of the days that stand in the contract. */
function deprecationOf({ operationId, deprecated, 'x-deprecated-on': since, 'x-sunset-on': until }: OperationObject): OperationFacts['deprecation'] {
  if (!deprecated) return null
  if (since === undefined || until === undefined) throw new Error(`openapi.yaml: ${operationId} is deprecated: say since when and until when, in x-deprecated-on and x-sunset-on`)
  return { Deprecation: `@${Date.parse(since) / 1000}`, Sunset: new Date(until).toUTCString() }
}

function successOf(document: ContractDocument, operation: OperationObject): [number, AnswerObject] {
  const success = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))
  if (!success) throw new Error(`openapi.yaml: ${operation.operationId} declares no 2xx answer`)
  return [Number(success[0]), resolve<AnswerObject>(document, success[1])]
}
