import { isObject, memberOf, objectIn } from '../sdk/contract.ts'
import type { Json, JsonObject } from '../contract/document.ts'

type Kind =
  /** A string, a number or a boolean. */
  | { kind: 'plain'; type: 'string' | 'boolean' | 'int32' | 'int64' }
  | { kind: 'enum'; name: string; member: string }
  | { kind: 'list'; items: Value[] }
  | { kind: 'model'; name: string; fields: Field[] }
  /** An object with any names. */
  | { kind: 'map' }

/** An example value of the contract with its type in the SDKs. */
export type Value = Kind & { json: Json; nullable: boolean }

/** A value with its name in JSON. */
export type Field = { name: string; required: boolean; value: Value }

/** An example value with its type, from the document that the SDKs are generated from. @throws if it has no type */
export function valueOf(document: JsonObject, schema: JsonObject, json: Json): Value {
  const [allOf] = Array.isArray(schema['allOf']) ? schema['allOf'] : []
  const named = isObject(allOf) ? allOf : schema
  const nullable = schema['nullable'] === true
  const { $ref } = named
  if (typeof $ref !== 'string') return { ...unnamed(document, schema, json), json, nullable }
  const name = $ref.split('/').at(-1) ?? ''
  const target = objectIn(objectIn(objectIn(document, 'components'), 'schemas'), name)
  if ('enum' in target) return { kind: 'enum', name, member: typeof json === 'string' ? memberOf(json) : '', json, nullable }
  return { ...model(document, name, target, json), json, nullable }
}

function unnamed(document: JsonObject, schema: JsonObject, json: Json): Kind {
  const { type, format } = schema
  if (type === 'array' && Array.isArray(json)) return { kind: 'list', items: json.map((item) => valueOf(document, objectIn(schema, 'items'), item)) }
  if (type === 'object' && schema['additionalProperties'] === true) return { kind: 'map' }
  if (type === 'integer') return { kind: 'plain', type: format === 'int64' ? 'int64' : 'int32' }
  if (type === 'string' || type === 'boolean') return { kind: 'plain', type }
  throw new Error(
    `No sample can be made of ${JSON.stringify(json)}: scripts/samples/value.ts does not know ${JSON.stringify(type)}, such as ${JSON.stringify(schema)}.`,
  )
}

function model(document: JsonObject, name: string, schema: JsonObject, json: Json): Kind {
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const properties = objectIn(schema, 'properties')
  const fields = Object.entries(isObject(json) ? json : {}).map(([field, value]): Field => ({
    name: field,
    required: required.includes(field),
    value: valueOf(document, objectIn(properties, field), value),
  }))
  return { kind: 'model', name, fields }
}

/** The names of the models and enums in a value. */
export function typesIn(value: Value): string[] {
  if (value.json === null) return []
  if (value.kind === 'enum') return [value.name]
  if (value.kind === 'list') return value.items.flatMap(typesIn)
  return value.kind === 'model' ? [value.name, ...value.fields.flatMap((field) => typesIn(field.value))] : []
}
