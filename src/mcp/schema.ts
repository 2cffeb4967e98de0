import type { Schema } from '../contract/contract.ts'
import type { Input } from './input.ts'

/** One object with all inputs: of the path, the query, the headers and the body. */
export function inputSchemaOf(inputs: readonly Input[]): object {
  return {
    type: 'object',
    properties: Object.fromEntries(inputs.map(({ name, schema }) => [name, jsonSchema(schema, isOurs)])),
    required: inputs.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  }
}

/** The schema of a response body, which must be an object: a list is wrapped in one, with the next cursor. Null for any other body. */
export function outputSchemaOf(body: Schema | undefined): object | null {
  if (body?.type === 'object') return jsonSchema(body, isOursOrLimit)
  if (body?.type !== 'array') return null
  const description = 'Pass it as `cursor` to get the next page; absent on the last page.'
  return {
    type: 'object',
    properties: { items: jsonSchema(body, isOursOrLimit), next_cursor: { type: 'string', description } },
    required: ['items'],
  }
}

const isOurs = (keyword: string): boolean => keyword.startsWith('x-')
// A model must know the limits of what it writes. Of what it reads it need not, and they would be half of the text.
const limits = new Set(['examples', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'])
const isOursOrLimit = (keyword: string): boolean => isOurs(keyword) || limits.has(keyword)

/** The schema without some keywords, at any depth. */
function jsonSchema(schema: object, dropped: (keyword: string) => boolean): object {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean)
    return typeof value === 'object' && value !== null ? jsonSchema(value, dropped) : value
  }
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !dropped(keyword))
      .map(([keyword, value]: [string, unknown]) => {
        if (literals.has(keyword)) return [keyword, value]
        // These are field names, not keywords.
        if (keyword === 'properties') return [keyword, Object.fromEntries(Object.entries(value as object).map(([name, child]) => [name, clean(child)]))] // a schema's
        return [keyword, clean(value)]
      }),
  )
}

// Keywords whose values are plain data.
const literals = new Set(['const', 'default', 'enum', 'examples'])
