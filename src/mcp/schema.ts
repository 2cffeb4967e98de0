import type { Schema } from '../contract/contract.ts'
import type { Input } from './input.ts'

/** One object that holds every input: of the path, the query, the headers and the body. */
export function inputSchemaOf(inputs: readonly Input[]): object {
  return {
    type: 'object',
    properties: Object.fromEntries(inputs.map(({ name, schema }) => [name, jsonSchema(schema, isOurs)])),
    required: inputs.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  }
}

/** Of an answer's body, which has to be an object: a list stands in one, with where it goes on. None for any other body. */
export function outputSchemaOf(body: Schema | undefined): object | null {
  if (body?.type === 'object') return jsonSchema(body, isOursOrLimit)
  if (body?.type !== 'array') return null
  const description = 'Where the next page starts, for `cursor`; absent on the last page.'
  return {
    type: 'object',
    properties: { items: jsonSchema(body, isOursOrLimit), next_cursor: { type: 'string', description } },
    required: ['items'],
  }
}

const isOurs = (keyword: string): boolean => keyword.startsWith('x-')
// What a model writes, it has to be told the limits of; what it reads is there to be seen, and these would be half of the text.
const limits = new Set(['examples', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'])
const isOursOrLimit = (keyword: string): boolean => isOurs(keyword) || limits.has(keyword)

/** The schema without some of its keywords, wherever they stand in it. */
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
        // These are names of fields, not keywords.
        if (keyword === 'properties') return [keyword, Object.fromEntries(Object.entries(value as object).map(([name, child]) => [name, clean(child)]))] // a schema's
        return [keyword, clean(value)]
      }),
  )
}

// Keywords whose values are values, however they look.
const literals = new Set(['const', 'default', 'enum', 'examples'])
