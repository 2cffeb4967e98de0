// The contract in the words that the generator understands: OpenAPI 3.0, with nothing a client would judge by.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

// What the service judges, an SDK must not: a later service may allow more. What shows or links is for readers of the contract.
const dropped = new Set(['pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'examples', 'example', 'links', 'allowEmptyValue'])
// Whose keys are names that somebody chose, and no keywords.
const named = new Set(['properties', 'paths', 'schemas', 'parameters', 'responses', 'headers', 'requestBodies', 'content', 'securitySchemes'])
// A class named List would hide the languages' own.
const renamed = new Map([['List', 'TaskList']])

/** What openapi-generator is given of openapi.yaml. */
export function forGenerator(contract: JsonObject): JsonObject {
  const schemas = objectIn(objectIn(contract, 'components'), 'schemas')
  const plain = translated(contract, schemas)
  const components = objectIn(plain, 'components')
  // What has no properties was written out where it is used; an enum is a type of its own.
  const types = Object.entries(objectIn(components, 'schemas')).filter(([name]) => isType(objectIn(schemas, name)))
  components['schemas'] = Object.fromEntries(types.map(([name, schema]) => [nameOf(name), schema]))
  return { ...plain, openapi: '3.0.3', info: infoOf(objectIn(contract, 'info')), servers: [{ url: 'http://localhost:8000' }] }
}

/** It stands at the top of every file of an SDK, so that the summary is enough. */
function infoOf({ title, version, summary, license, contact }: JsonObject): JsonObject {
  const name = isObject(license) ? license['name'] : null
  return { title: title ?? null, version: version ?? null, description: summary ?? null, license: { name: name ?? null }, contact: contact ?? null }
}

function translated(value: JsonObject, schemas: JsonObject): JsonObject {
  const reference = schemaNamedBy(value)
  if (reference !== null) return referred(reference, value, schemas)
  const result: JsonObject = {}
  for (const [key, entry] of Object.entries(value)) {
    if (dropped.has(key) || key.startsWith('x-')) continue
    if (named.has(key) && isObject(entry)) result[key] = mapped(entry, (each) => inside(each, schemas))
    else result[key] = inside(entry, schemas)
  }
  if (isObject(value['content'])) result['content'] = contentOf(objectIn(result, 'content'))
  return schemaOf(value, result)
}

const inside = (value: Json, schemas: JsonObject): Json =>
  Array.isArray(value) ? value.map((each) => inside(each, schemas)) : isObject(value) ? translated(value, schemas) : value

/** A type that may be null is so where it is referred to: generators look for it there. What is no type of its own is written out. */
function referred(name: string, { $ref: _, ...beside }: JsonObject, schemas: JsonObject): JsonObject {
  const schema = objectIn(schemas, name)
  if (!isType(schema)) return translated({ ...schema, ...beside }, schemas)
  const plain = { $ref: `#/components/schemas/${nameOf(name)}` }
  return typesOf(schema).includes('null') ? { allOf: [plain], nullable: true } : plain
}

/** OpenAPI 3.0's way of saying what 3.1 says with JSON Schema's own. */
function schemaOf(value: JsonObject, result: JsonObject): JsonObject {
  const types = typesOf(value)
  const { const: only, ...rest } = result
  // A boolean that can only be true is a boolean to a programmer.
  if (typeof only === 'string') rest['enum'] = [only]
  if (types.length > 0) rest['type'] = types.includes('object') ? 'object' : types[0] ?? null // an object is easier written than the text that is short for it
  if (types.includes('null') && !types.includes('object')) rest['nullable'] = true
  // It would be a type that hides its value, and be in the way of who fills it in.
  if (value['format'] === 'password') delete rest['format']
  if (types.includes('integer') && Number(value['maximum'] ?? Infinity) > 2 ** 31 - 1) rest['format'] = 'int64'
  // Left out, the service fills it in; an SDK that sent it would change what is not to be changed.
  delete rest['default']
  return rest
}

/** What is not JSON is text to an SDK, whatever it says. */
const contentOf = (content: JsonObject): JsonObject =>
  mapped(content, (media, type) => (/json$/.test(type) ? media : { schema: { type: 'string' } }))

const nameOf = (schema: string): string => renamed.get(schema) ?? schema

const isType = (schema: JsonObject): boolean => 'allOf' in schema || 'enum' in schema || typesOf(schema).includes('object')

function schemaNamedBy({ $ref }: JsonObject): string | null {
  return typeof $ref === 'string' ? /^#\/components\/schemas\/(\w+)$/.exec($ref)?.[1] ?? null : null
}

function typesOf({ type }: JsonObject): string[] {
  return [type ?? []].flat().filter((each) => typeof each === 'string')
}

/** Whether a value is an object of JSON. */
export const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands in an object under a key; an empty object where that is none. */
export function objectIn(value: JsonObject, key: string): JsonObject {
  const entry = value[key]
  return isObject(entry) ? entry : {}
}

const mapped = (value: JsonObject, change: (each: Json, key: string) => Json): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each, key)]))
