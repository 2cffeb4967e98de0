// Translates the contract for the generator: into OpenAPI 3.0, without what a client would validate.
import type { Json, JsonObject } from '../contract/document.ts'

// An SDK must not validate, as a later service may allow more. Examples and links are for readers of the contract.
const dropped = new Set(['pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'uniqueItems', 'examples', 'example', 'links', 'allowEmptyValue'])
// Below these, keys are names rather than keywords.
const named = new Set(['properties', 'paths', 'schemas', 'parameters', 'responses', 'headers', 'requestBodies', 'content', 'securitySchemes'])
// A class named List would hide the language's own.
const renamed = new Map([['List', 'TaskList']])

/** The contract for openapi-generator. */
export function forGenerator(contract: JsonObject): JsonObject {
  const schemas = objectIn(objectIn(contract, 'components'), 'schemas')
  const plain = translated(contract, schemas)
  const components = objectIn(plain, 'components')
  // Schemas that are no types were inlined where they are used.
  const types = Object.entries(objectIn(components, 'schemas')).filter(([name]) => isType(objectIn(schemas, name)))
  components['schemas'] = Object.fromEntries(types.map(([name, schema]) => [nameOf(name), schema]))
  return { ...plain, openapi: '3.0.3', info: infoOf(objectIn(contract, 'info')), servers: [{ url: 'http://localhost:8000' }] }
}

/** It begins every file of an SDK, so the summary is enough. */
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

/** Nullable types are marked where they are referenced, as generators look there. Schemas that are no types are inlined. */
function referred(name: string, { $ref: _, ...beside }: JsonObject, schemas: JsonObject): JsonObject {
  const schema = objectIn(schemas, name)
  if (!isType(schema)) return translated({ ...schema, ...beside }, schemas)
  const plain = { $ref: `#/components/schemas/${nameOf(name)}` }
  return typesOf(schema).includes('null') ? { allOf: [plain], nullable: true } : plain
}

/** Writes JSON Schema keywords of OpenAPI 3.1 as those of 3.0. */
function schemaOf(value: JsonObject, result: JsonObject): JsonObject {
  const types = typesOf(value)
  const { const: only, ...rest } = result
  // A boolean that can only be true is a boolean in code.
  if (typeof only === 'string') rest['enum'] = [only]
  if (types.length > 0) rest['type'] = types.includes('object') ? 'object' : types[0] ?? null // an object is easier to write than its short form as text
  if (types.includes('null') && !types.includes('object')) rest['nullable'] = true
  const values = [rest['enum'] ?? []].flat().filter((each) => typeof each === 'string')
  // A sign has another name in each language, such as COLON.
  if (values.some((each) => /\W/.test(each))) rest['x-enum-varnames'] = values.map(memberOf)
  // It would become a type that hides its value and is awkward to fill in.
  if (value['format'] === 'password') delete rest['format']
  if (types.includes('integer') && Number(value['maximum'] ?? Infinity) > 2 ** 31 - 1) rest['format'] = 'int64'
  // The service fills it in if left out; an SDK that sent it would overwrite values unasked.
  delete rest['default']
  return rest
}

/** The name of a value of an enum: tasks:read → TASKS_READ. */
export const memberOf = (value: string): string => value.toUpperCase().replace(/\W/g, '_')

/** Content other than JSON is text to an SDK. */
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

/** The object at a key; an empty one if there is none. */
export function objectIn(value: JsonObject, key: string): JsonObject {
  const entry = value[key]
  return isObject(entry) ? entry : {}
}

const mapped = (value: JsonObject, change: (each: Json, key: string) => Json): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each, key)]))
