import type { JSONObject } from '@modelcontextprotocol/server'
import type { Input } from './input.ts'

/** The JSON Schema of an object, as MCP has it. */
export type InputSchema = { type: 'object'; properties: Record<string, JSONObject>; required?: string[]; additionalProperties: false }

/**
 * One object with all inputs: of the path, the query, the headers and the body. Every client hands it to its model with every request,
 * so it has what a model needs to fill it in. The contract is what validates.
 */
export function inputSchemaOf(inputs: readonly Input[]): InputSchema {
  const required = inputs.filter((input) => input.required).map(({ name }) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(inputs.map(({ name, place, schema }) => [name, briefly(schema, place === 'body' ? forWriting : forChoosing)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  }
}

// What a model makes up has a length; ids and cursors it has from results.
const forChoosing = new Set(['type', 'enum', 'const', 'default', 'items', 'properties', 'required'])
const forWriting = new Set([...forChoosing, 'maxLength', 'maxItems'])

// Keywords whose values are plain data.
const literals = new Set(['type', 'const', 'default', 'enum', 'required'])

/** The schema with some keywords at any depth, and `x-brief` as its description. */
function briefly(schema: object, kept: ReadonlySet<string>): JSONObject {
  const { 'x-brief': brief, description } = schema as { 'x-brief'?: string; 'description'?: string } // both are of the contract
  const described = brief ?? description?.trim() ?? ''
  const members = Object.entries(schema)
    .filter(([keyword]) => kept.has(keyword))
    .map(([keyword, value]: [string, unknown]) => [
      keyword,
      literals.has(keyword) ? value : keyword === 'properties' ? fieldsOf(value, kept) : withinOf(value, kept),
    ])
  return Object.fromEntries([...members, ...(described === '' ? [] : [['description', described]])]) as JSONObject // the contract is JSON
}

const withinOf = (value: unknown, kept: ReadonlySet<string>): unknown => (typeof value === 'object' && value !== null ? briefly(value, kept) : value)

const fieldsOf = (fields: unknown, kept: ReadonlySet<string>): unknown =>
  Object.fromEntries(Object.entries(fields as object).map(([name, field]) => [name, withinOf(field, kept)])) // a schema's
