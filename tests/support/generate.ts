import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { resolve } from '../../src/contract/contract.ts'
import type { ContractDocument, OperationFacts } from '../../src/contract/contract.ts'

/** What the contract's schemas say of a value, as far as its requests make use of it. */
type RequestSchema = {
  '$ref'?: string
  'type'?: string | string[]
  'properties'?: Record<string, RequestSchema>
  'items'?: RequestSchema
  'minItems'?: number
  'maxItems'?: number
  'uniqueItems'?: boolean
  'required'?: string[]
  'minLength'?: number
  'maxLength'?: number
  'pattern'?: string
  'minimum'?: number
  'maximum'?: number
  'const'?: unknown
  'enum'?: unknown[]
  'examples'?: unknown[]
  'x-checked-beyond'?: string
  'x-exactly-one'?: string[]
}

type ParameterObject = { name: string; in: string; required?: boolean; schema: RequestSchema }

/** Values that a schema of the contract allows. @throws for a keyword that it does not know how to keep to */
export function valuesOf(document: ContractDocument, reference: RequestSchema): Arbitrary<unknown> {
  const schema = resolve<RequestSchema>(document, reference)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  // Not all that it asks for can be read off it.
  if ('x-checked-beyond' in schema) return fc.constantFrom(...(schema.examples ?? []))
  return fc.oneof(...[schema.type ?? []].flat().map((type) => valuesOfType(document, schema, type)))
}

function valuesOfType(document: ContractDocument, schema: RequestSchema, type: string): Arbitrary<unknown> {
  if (type === 'null') return fc.constant(null)
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer') return integersOf(schema)
  if (type === 'string') return textsOf(schema)
  if (type === 'object') return objectsOf(document, schema)
  if (type === 'array' && schema.items) {
    // Most lists are short; what becomes of the longest is tested one by one.
    const lengths = { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 5, 5) }
    const items = valuesOf(document, schema.items)
    return schema.uniqueItems ? fc.uniqueArray(items, lengths) : fc.array(items, lengths)
  }
  throw new Error(`there is no way to make up a value of type ${type}`)
}

const integersOf = ({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: RequestSchema): Arbitrary<number> =>
  fc.oneof(fc.integer({ min: minimum, max: Math.min(maximum, minimum + 1_000_000) }), fc.constantFrom(minimum, maximum))

/** Texts that match the pattern, some as short and some as long as they may be, in characters rather than in code units. */
function textsOf({ minLength = 0, maxLength = 255, pattern = '^[^]*$' }: RequestSchema): Arbitrary<string> {
  const matches = new RegExp(pattern, 'u')
  const padded = fc
    .constantFrom('x', '👩', ' ', 'é')
    .chain((filler) => fc.constantFrom(minLength, maxLength).map((length) => filler.repeat(Math.max(0, length - 1)) + (length > 0 ? 'x' : '')))
  const fits = (text: string): boolean => {
    const { length } = Array.from(text)
    return length >= minLength && length <= maxLength && matches.test(text) && text.isWellFormed()
  }
  return fc.oneof(fc.stringMatching(matches), fc.stringMatching(matches), fc.string({ unit: 'binary' }), padded).filter(fits)
}

function objectsOf(document: ContractDocument, { properties = {}, required = [], 'x-exactly-one': few = [] }: RequestSchema): Arbitrary<unknown> {
  const fieldsBut = (left: string[]): Record<string, Arbitrary<unknown>> =>
    Object.fromEntries(Object.entries(properties).flatMap(([name, schema]) => (left.includes(name) ? [] : [[name, valuesOf(document, schema)]])))
  if (few.length === 0) return fc.record(fieldsBut([]), { requiredKeys: required })
  return fc.constantFrom(...few).chain((only) => fc.record(fieldsBut(few.filter((name) => name !== only)), { requiredKeys: [...required, only] }))
}

/** Requests that keep to the contract: the query, the headers and the body, but not the path. */
export function requestsOf(document: ContractDocument, operation: OperationFacts): Arbitrary<ValidRequest> {
  const parameters = parametersOf(document, operation)
  const standing = (place: string): Arbitrary<Record<string, unknown>> => {
    const found = parameters.filter((parameter) => parameter.in === place)
    const fields = Object.fromEntries(found.map(({ name, schema }) => [name, valuesOf(document, schema)]))
    return fc.record(fields, { requiredKeys: found.filter(({ required }) => required).map(({ name }) => name) })
  }
  const body = operation.bodySchema ? valuesOf(document, operation.bodySchema) : fc.constant(undefined)
  return fc.record({
    query: standing('query'),
    headers: standing('header').filter((headers) => Object.values(headers).every(isHeaderValue)),
    body: operation.body === 'optional' ? fc.option(body, { nil: undefined }) : body,
  })
}

/** What a request holds beside its path. */
export type ValidRequest = { query: Record<string, unknown>; headers: Record<string, unknown>; body: unknown }

// A header is sent in Latin-1 and trimmed on the way, whatever else its schema would allow.
const isHeaderValue = (value: unknown): boolean => /^(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?$/.test(String(value))

function parametersOf(document: ContractDocument, { path, method }: OperationFacts): ParameterObject[] {
  const item = document.paths[path]
  const own = Object.entries(item ?? {}).find(([name]) => name.toUpperCase() === method)?.[1]
  const operation = own && 'parameters' in own ? own : null
  // The service's own type of a schema leaves out the bounds, of which it knows nothing.
  const parameters = [...(item?.parameters ?? []), ...(operation?.parameters ?? [])] as ParameterObject[]
  return parameters.map((parameter) => resolve<ParameterObject>(document, parameter))
}
