import { isObject, objectIn } from '../sdk/contract.ts'
import type { Json, JsonObject } from '../sdk/contract.ts'

type Kind =
  /** A text, a number or a boolean; `choice` is one of a few texts, for which some languages make a type where it is used. */
  | { kind: 'plain'; type: 'string' | 'boolean' | 'int32' | 'int64'; choice: string | null }
  | { kind: 'enum'; name: string; member: string }
  | { kind: 'list'; items: Value[] }
  | { kind: 'model'; name: string; fields: Field[] }
  /** An object with whatever names. */
  | { kind: 'map' }

/** An example value of the contract, with the type that the SDKs give it. */
export type Value = Kind & { json: Json; nullable: boolean }

/** A value under its name on the wire. */
export type Field = { name: string; required: boolean; value: Value }

/** An example value with its type, as the document has it that the SDKs are generated from. @throws where that has no type for it */
export function valueOf(document: JsonObject, schema: JsonObject, json: Json): Value {
  const [allOf] = Array.isArray(schema['allOf']) ? schema['allOf'] : []
  const named = isObject(allOf) ? allOf : schema
  const nullable = schema['nullable'] === true
  const { $ref } = named
  if (typeof $ref !== 'string') return { ...unnamed(document, schema, json), json, nullable }
  const name = $ref.split('/').at(-1) ?? ''
  const target = objectIn(objectIn(objectIn(document, 'components'), 'schemas'), name)
  if ('enum' in target) return { kind: 'enum', name, member: typeof json === 'string' ? json.toUpperCase() : '', json, nullable }
  return { ...model(document, name, target, json), json, nullable }
}

function unnamed(document: JsonObject, schema: JsonObject, json: Json): Kind {
  const { type, format } = schema
  if (type === 'array' && Array.isArray(json)) return { kind: 'list', items: json.map((item) => valueOf(document, objectIn(schema, 'items'), item)) }
  if (type === 'object' && schema['additionalProperties'] === true) return { kind: 'map' }
  if (type === 'integer') return { kind: 'plain', type: format === 'int64' ? 'int64' : 'int32', choice: null }
  if (type === 'string' || type === 'boolean') return { kind: 'plain', type, choice: 'enum' in schema && typeof json === 'string' ? json : null }
  throw new Error(`No sample can be made of ${JSON.stringify(json)}: see scripts/samples/value.ts, which knows no ${JSON.stringify(type)} such as ${JSON.stringify(schema)}.`)
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

/** The names of the models and enums that a value is made of. */
export function typesIn(value: Value): string[] {
  if (value.json === null) return []
  if (value.kind === 'enum') return [value.name]
  if (value.kind === 'list') return value.items.flatMap(typesIn)
  return value.kind === 'model' ? [value.name, ...value.fields.flatMap((field) => typesIn(field.value))] : []
}
