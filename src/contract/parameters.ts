import type { ContractDocument, OperationFacts, Parameter, Schema } from './contract.ts'
import { resolve } from './contract.ts'
import { invalidRequest } from '../problem.ts'
import type { FieldError } from '../problem.ts'
import { pointerTo } from './json-pointer.ts'

/** The canonical form of a request target: the decoded segments of its path, and its query. */
export type Target = {
  segments: string[]
  /** Decoded names and values, in the order received. */
  query: [name: string, value: string][]
}

// The only accepted form of an integer; 0x10, 1e3, 01, +1 and ' 5' would otherwise be coerced to numbers.
const canonicalInteger = /^(?:0|-?[1-9][0-9]{0,15})$/

/** The names and values of a query: an array is a repeated parameter. */
export const pairsOfQuery = (query: Record<string, unknown>): Target['query'] =>
  Object.entries(query).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each): [string, string] => [name, textOf(each)]))

/**
 * The declared query parameters, by name; unknown ones are omitted.
 * @throws Problem 400 for a repeated parameter or an invalid integer
 */
export function queryOf({ queryParameters }: OperationFacts, query: Target['query']): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {}
  const errors: FieldError[] = []
  for (const [name, value] of query) {
    const parameter = queryParameters.get(name)
    if (!parameter || (value === '' && parameter.mayBeEmpty)) continue
    const known = values[name]
    if (parameter.array) values[name] = [...(Array.isArray(known) ? known : []), value]
    else if (known !== undefined) errors.push({ parameter: name, detail: 'must be given once' })
    else {
      values[name] = value
      errors.push(...integerErrors(parameter, value))
    }
  }
  if (errors.length > 0) throw invalidRequest(errors)
  return values
}

/** An operation's path with its parameters filled in. */
export const pathOf = ({ path }: Pick<OperationFacts, 'path'>, params: Record<string, unknown>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(textOf(params[name])))

/** A JSON value as written in a URL or a header. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** @throws Problem 400 for an invalid integer in the path */
export function checkPath({ pathParameters }: OperationFacts, params: Record<string, string>): void {
  const errors = pathParameters.flatMap((parameter) => integerErrors(parameter, params[parameter.name] ?? ''))
  if (errors.length > 0) throw invalidRequest(errors)
}

/** A parameter or a field that the operation does not have. */
export type Ignored = FieldError

/**
 * What an operation ignores of a request.
 * @param parameters the names of the query parameters that it does not have
 */
export function ignoredIn(document: ContractDocument, { bodySchema }: OperationFacts, parameters: readonly string[], body: unknown): Ignored[] {
  const ignored = parameters.map((parameter): Ignored => ({ parameter, detail: 'is not a parameter of this operation' }))
  return bodySchema ? [...ignored, ...unknownFields(document, bodySchema, body, '#')] : ignored
}

/**
 * The headers that tell what was ignored: the names of fields and parameters, as tokens of RFC 9651. Clients can send any number of
 * names of any form, so only some are told, and `*` means the others.
 */
export function ignoredHeaders(ignored: readonly Ignored[]): Record<string, string> {
  const fields = ignored.flatMap((each) => ('pointer' in each ? [each.pointer.slice(2)] : []))
  const parameters = ignored.flatMap((each) => ('parameter' in each ? [each.parameter] : []))
  return {
    ...(fields.length > 0 && { 'Ignored-Fields': toldOf(fields) }),
    ...(parameters.length > 0 && { 'Ignored-Parameters': toldOf(parameters) }),
  }
}

const mostTold = 20
const token = /^[A-Za-z][\w!#$%&'*+.^`|~:/-]{0,63}$/

function toldOf(names: readonly string[]): string {
  const told = [...new Set(names)]
  const plain = told.filter((name) => token.test(name)).slice(0, mostTold)
  return [...plain, ...(plain.length < told.length ? ['*'] : [])].join(', ')
}

const integerErrors = ({ name, integer }: Parameter, value: string): FieldError[] =>
  integer && !canonicalInteger.test(value) ? [{ parameter: name, detail: 'must be an integer' }] : []

function unknownFields(document: ContractDocument, reference: Schema, value: unknown, pointer: string): FieldError[] {
  if (typeof value !== 'object' || value === null) return []
  const { properties, items } = resolve<Schema>(document, reference)
  if (Array.isArray(value)) return items ? value.flatMap((item, index) => unknownFields(document, items, item, pointerTo(pointer, index))) : []
  if (!properties) return []
  return Object.entries(value).flatMap(([name, child]) => {
    const place = pointerTo(pointer, name)
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined
    return schema ? unknownFields(document, schema, child, place) : [{ pointer: place, detail: 'is not a field of this operation' }]
  })
}
