// OpenAPI 3.1 → 3.0, for tools that do not know 3.1. Only what the contract uses: a test lints the result.
import { objectOf } from '../contract/document.ts'
import type { Json, JsonObject } from '../contract/document.ts'

// Below these, keys are names rather than keywords.
const named = new Set([
  'properties',
  'paths',
  'schemas',
  'parameters',
  'responses',
  'headers',
  'requestBodies',
  'content',
  'securitySchemes',
  'examples',
  'links',
])
// Below these is data.
const data = new Set(['example', 'value', 'default', 'enum', 'required', 'tags', 'security'])

/** The contract as OpenAPI 3.0. It promises the same, as far as 3.0 has words for it. */
export function toOpenapi30(contract: JsonObject): JsonObject {
  const { title, version, description, license, contact } = objectOf(contract['info'])
  const info = {
    title: title ?? '',
    version: version ?? '',
    description: description ?? '',
    contact: contact ?? {},
    license: { name: objectOf(license)['name'] ?? '' },
  }
  return { ...translate(contract), openapi: '3.0.3', info }
}

function translate(value: JsonObject): JsonObject {
  const result: JsonObject = {}
  for (const [key, entry] of Object.entries(value)) {
    if (key.startsWith('x-')) continue
    // A list of examples is that of a schema; a map of them is of a parameter or body.
    if (key === 'examples' && Array.isArray(entry)) result['example'] = entry[0] ?? null
    else if (data.has(key)) result[key] = entry
    else if (named.has(key) && !Array.isArray(entry)) result[key] = mapped(objectOf(entry))
    else result[key] = inside(entry)
  }
  return withKeywordsOf30(result)
}

const mapped = (value: JsonObject): JsonObject => Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inside(each)]))

const inside = (value: Json): Json => (Array.isArray(value) ? value.map(inside) : typeof value === 'object' && value !== null ? translate(value) : value)

/** Writes `const`, several types and keywords next to `$ref` as 3.0 does. */
function withKeywordsOf30({ const: only, type, $ref, ...rest }: JsonObject): JsonObject {
  const types = [type ?? []].flat()
  const kinds = types.filter((each) => each !== 'null')
  const nullable: JsonObject = types.length > kinds.length ? { nullable: true } : {}
  const [kind] = kinds
  const typed: JsonObject =
    kind === undefined ? {} : kinds.length === 1 ? { type: kind, ...nullable } : { anyOf: kinds.map((each) => ({ type: each, ...nullable })) }
  const fixed: JsonObject = only === undefined ? {} : { enum: [only] }
  if ($ref === undefined) return { ...typed, ...fixed, ...rest }
  return Object.keys(rest).length === 0 ? { $ref } : { allOf: [{ $ref }], ...rest }
}
