import type { ContractDocument, OperationFacts, Parameter, Schema } from './contract.ts'
import { resolve } from './contract.ts'
import { invalidRequest } from '../problem.ts'
import type { FieldError } from '../problem.ts'
import { pointerTo } from './json-pointer.ts'

/** The one canonical form of a request's target: decoded segments of its path, and its query as it was sent. */
export type Target = {
  segments: string[]
  /** Names and values, decoded, in the order they came. */
  query: [name: string, value: string][]
}

// The one way to write an integer; 0x10, 1e3, 01, +1 and ' 5' would be taken for numbers further on.
const canonicalInteger = /^(?:0|-?[1-9][0-9]{0,15})$/

/**
 * The query parameters that the operation knows, by name; unknown ones are left out.
 * @throws Problem 400 for one given twice, or for an integer that is not written as one
 */
export function queryOf({ queryParameters }: OperationFacts, { query }: Target): Record<string, string | string[]> {
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

/** A JSON value as it stands in a URL or a header. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** @throws Problem 400 for an integer in the path that is not written as one */
export function checkPath({ pathParameters }: OperationFacts, params: Record<string, string>): void {
  const errors = pathParameters.flatMap((parameter) => integerErrors(parameter, params[parameter.name] ?? ''))
  if (errors.length > 0) throw invalidRequest(errors)
}

/**
 * For `Prefer: handling=strict`.
 * @throws Problem 400 that names each query parameter and each field of the body that the contract does not know
 */
export function refuseUnknown(document: ContractDocument, operation: OperationFacts, { query }: Target, body: unknown): void {
  const errors: FieldError[] = query
    .filter(([name]) => !operation.queryParameters.has(name))
    .map(([name]) => ({ parameter: name, detail: 'is not a parameter of this operation' }))
  if (operation.bodySchema) errors.push(...unknownFields(document, operation.bodySchema, body, '#'))
  if (errors.length > 0) throw invalidRequest(errors)
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
