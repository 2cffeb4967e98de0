import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { contractJson } from '../generated/document.ts'
import type { OperationId } from '../generated/operation-ids.ts'
import { extensionsOf } from './extensions.ts'
import type { ExtensionObject, Extensions } from './extensions.ts'
import { otherNamesOf } from './other-names.ts'
import type { Named, OtherNames } from './other-names.ts'

/** The parts of an OpenAPI 3.1 document that the service itself reads; the validator reads the rest. */
export type ContractDocument = {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, PathItem>
  components: Record<string, Record<string, unknown>>
}

/** The part of a JSON Schema that the service reads. */
export type Schema = {
  '$ref'?: string
  'type'?: string | string[]
  'description'?: string
  'properties'?: Record<string, Schema>
  'required'?: string[]
  'items'?: Schema
  'maxItems'?: number
  'enum'?: unknown[]
  'x-also-values'?: Record<string, string>
  'x-brief'?: string | false
}

/** An operation of the contract, with the parameters of its path included and all references resolved. */
export type Declaration = {
  summary: string
  description: string
  parameters: { 'name': string; 'in': string; 'required'?: boolean; 'description': string; 'schema': Schema; 'x-brief'?: string | false }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>
}

type Method = 'get' | 'put' | 'post' | 'delete' | 'patch'
type Reference = { $ref: string }
type ParameterObject = { 'name': string; 'in': string; 'allowEmptyValue'?: boolean; 'schema': Schema; 'x-left-out'?: string }
type Media = { schema?: Schema }
type HeaderObject = { required?: boolean; schema: { maxLength?: number } }
type AnswerObject = { content?: Record<string, Media>; headers?: Record<string, HeaderObject | Reference> }
type OperationObject = ExtensionObject & {
  'operationId': OperationId
  'tags': string[]
  'parameters'?: (ParameterObject | Reference)[]
  'requestBody'?: { required?: boolean; content: Record<string, Media> } | Reference
  'responses': Record<string, AnswerObject | Reference>
  'deprecated'?: boolean
  'x-deprecated-on'?: string
  'x-sunset-on'?: string
  'security'?: unknown[]
}
type PathItem = { parameters?: (ParameterObject | Reference)[] } & Partial<Record<Method, OperationObject>>

/** A path or query parameter: its name, whether it must be an integer, and whether an empty value is ignored. */
export type Parameter = {
  name: string
  integer: boolean
  array: boolean
  mayBeEmpty: boolean
  /** The value of a path parameter whose segment is left out; null if it must not be. */
  leftOut: string | null
}

/** A response header: whether it is required, and its maximum length. */
export type ResponseHeader = { name: string; required: boolean; maxLength: number }

type Words = Extensions & OtherNames

/** The facts of an operation that every request needs, read from the contract once. */
export type OperationFacts = Words & {
  id: OperationId
  tag: string
  method: Uppercase<Method>
  /** The path with its parameters in braces, as in the contract. */
  path: string
  /** Whether its path can be read with GET. */
  readable: boolean
  /** Whether it takes a bearer token. */
  secured: boolean
  body: 'none' | 'optional' | 'required'
  bodySchema: Schema | null
  /** The names of the fields of its body. */
  bodyFields: string[]
  pathParameters: Parameter[]
  queryParameters: Map<string, Parameter>
  /** Whether it may be read on a replica of the database: it takes Sync-After then. */
  onReplicas: boolean
  /** Its only 2xx status. */
  success: number
  /** All statuses it declares. */
  statuses: number[]
  /** The media type of its 2xx response, the first one if there are several; null without a body. */
  mediaType: string | null
  /** All media types of its 2xx response. */
  mediaTypes: string[]
  /** The headers of its 2xx response. */
  headers: ResponseHeader[]
  /** The headers with the dates of deprecation and removal; null if it is not deprecated. */
  deprecation: { Deprecation: string; Sunset: string } | null
}

/** openapi.yaml, read once at start. */
export type Contract = { text: string; document: ContractDocument; operations: OperationFacts[] }

const syncAfter = 'Sync-After'

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const

/** The text of openapi.yaml. @throws if the file is missing */
export const contractText = (): string => readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')

/**
 * The contract that the code was generated from; requireOwn compares it with openapi.yaml. Parsing the YAML would take a third of
 * a second, and more memory than everything built from it.
 * @throws if openapi.yaml is missing; its content is linted and checked at build time, not here
 */
export function loadContract(): Contract {
  return (loaded ??= read())
}

// One frozen contract per process: what is compiled from it is compiled once, however many services are started.
let loaded: Contract | null = null

function read(): Contract {
  const document = freeze(JSON.parse(contractJson) as ContractDocument) // the linter checks its shape
  return { text: contractText(), document, operations: operationsOf(document) }
}

/** Freezes a JSON value recursively. */
function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) freeze(member)
    Object.freeze(value)
  }
  return value
}

/** The operations of a contract. @throws if one lacks a required fact */
export function operationsOf(document: ContractDocument): OperationFacts[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      return operation ? [facts(document, path, item, method, operation)] : []
    }),
  )
}

/**
 * Requires the contract that the types, handlers and statements were generated from.
 * @throws if it is another one
 */
export function requireOwn({ text }: Contract, digest: string): void {
  if (createHash('sha256').update(text).digest('hex') === digest) return
  throw new Error('openapi.yaml is not the contract that src/generated was made from. Run "npm run generate", then build again.')
}

/** Follows a `$ref` within the document; returns anything else unchanged. */
export function resolve<T extends object>(document: ContractDocument, value: T | Reference): T {
  if (!('$ref' in value) || typeof value.$ref !== 'string') return value as T // no $ref: it is the object itself
  const [, , section = '', name = ''] = value.$ref.split('/')
  return document.components[section]?.[name] as T // redocly's no-unresolved-refs checks it
}

/** The declaration of an operation, with all references resolved. */
export function declarationOf(document: ContractDocument, { path, method }: OperationFacts): Declaration {
  const { parameters = [], ...methods } = document.paths[path] ?? {}
  const operation = methods[method.toLowerCase() as Method] // toLowerCase is typed as string
  const whole = { ...operation, parameters: [...parameters, ...(operation?.parameters ?? [])] }
  return expand(document, whole) as Declaration // the linter checks its shape
}

function expand(document: ContractDocument, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => expand(document, item))
  const { $ref, ...siblings } = value as { $ref?: string }
  const target = $ref === undefined ? {} : (expand(document, resolve<object>(document, { $ref })) as object)
  return { ...target, ...Object.fromEntries(Object.entries(siblings).map(([key, child]) => [key, expand(document, child)])) }
}

function facts(document: ContractDocument, path: string, item: PathItem, method: Method, operation: OperationObject): OperationFacts {
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) => resolve<ParameterObject>(document, parameter))
  const standing = (place: string): Parameter[] =>
    parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name, schema, allowEmptyValue = false, 'x-left-out': leftOut = null }) => {
        const { type } = resolve<Schema>(document, schema)
        return { name, integer: type === 'integer', array: type === 'array', mayBeEmpty: allowEmptyValue, leftOut }
      })
  const requestBody = operation.requestBody && resolve<{ required?: boolean; content: Record<string, Media> }>(document, operation.requestBody)
  const bodySchema = requestBody?.content['application/json']?.schema ?? null
  const [status, answer] = successOf(document, operation)
  const fields = resolve<Schema>(document, bodySchema ?? {}).properties ?? {}
  const extensions = extensionsOf(operation, Object.keys(fields))
  // Of an array, the values are those of its items.
  const named = (name: string, declaration: object, schema: Schema): Named => {
    const { items, ...whole } = resolve<Schema>(document, schema)
    return { name, declaration, schema: items ? resolve<Schema>(document, items) : whole }
  }
  const inQuery = parameters.filter((parameter) => parameter.in === 'query').map((parameter) => named(parameter.name, parameter, parameter.schema))
  const inBody = Object.entries(fields).map(([name, field]) => named(name, field, field))
  const pathParameters = standing('path')
  return {
    id: operation.operationId,
    tag: operation.tags[0] ?? '',
    method: method.toUpperCase() as Uppercase<Method>, // toUpperCase is typed as string
    path,
    readable: item.get !== undefined,
    secured: operation.security?.length !== 0,
    body: !requestBody ? 'none' : requestBody.required ? 'required' : 'optional',
    bodySchema,
    bodyFields: Object.keys(fields),
    pathParameters,
    queryParameters: new Map(standing('query').map((parameter) => [parameter.name, parameter])),
    onReplicas: parameters.some(({ name }) => name === syncAfter),
    success: status,
    statuses: Object.keys(operation.responses).map(Number),
    mediaType: Object.keys(answer.content ?? {})[0] ?? null,
    mediaTypes: Object.keys(answer.content ?? {}),
    headers: Object.entries(answer.headers ?? {}).map(([name, header]) => {
      const { required = false, schema } = resolve<HeaderObject>(document, header)
      return { name, required, maxLength: schema.maxLength ?? Infinity }
    }),
    deprecation: deprecationOf(operation),
    ...otherNamesOf(operation.operationId, inQuery, inBody),
    ...extensions,
    alsoAt: [...extensions.alsoAt, ...pathsWithout(path, pathParameters)],
  }
}

/** The path without each segment that may be left out, if more segments follow it. */
const pathsWithout = (path: string, parameters: Parameter[]): string[] =>
  parameters.filter(({ name, leftOut }) => leftOut !== null && path.includes(`/{${name}}/`)).map(({ name }) => path.replace(`/{${name}}/`, '/'))

/** RFC 9745 and RFC 8594, from the dates in the contract. */
function deprecationOf({ operationId, deprecated, 'x-deprecated-on': since, 'x-sunset-on': until }: OperationObject): OperationFacts['deprecation'] {
  if (!deprecated) return null
  if (since === undefined || until === undefined) throw new Error(`openapi.yaml: ${operationId} is deprecated: add x-deprecated-on and x-sunset-on`)
  return { Deprecation: `@${Date.parse(since) / 1000}`, Sunset: new Date(until).toUTCString() }
}

function successOf(document: ContractDocument, operation: OperationObject): [number, AnswerObject] {
  const success = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))
  if (!success) throw new Error(`openapi.yaml: ${operation.operationId} declares no 2xx response`)
  return [Number(success[0]), resolve<AnswerObject>(document, success[1])]
}
