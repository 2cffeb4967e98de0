import type { JSONObject } from '@modelcontextprotocol/server'
import type { Input } from './input.ts'

/** The JSON Schema of an object, as MCP has it. */
export type InputSchema = { type: 'object'; properties: Record<string, JSONObject>; required: string[]; additionalProperties: false }

/** One object with all inputs: of the path, the query, the headers and the body. */
export function inputSchemaOf(inputs: readonly Input[]): InputSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(inputs.map(({ name, schema }) => [name, jsonSchema(schema, isOurs)])),
    required: inputs.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  }
}

const isOurs = (keyword: string): boolean => keyword.startsWith('x-')

/** The schema without some keywords, at any depth. */
function jsonSchema(schema: object, dropped: (keyword: string) => boolean): JSONObject {
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
  ) as JSONObject // the contract is JSON
}

// Keywords whose values are plain data.
const literals = new Set(['const', 'default', 'enum', 'examples'])
