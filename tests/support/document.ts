import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { loadContract } from '../../src/contract/contract.ts'
import type { OperationFacts } from '../../src/contract/contract.ts'

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

const { operations, text } = loadContract()
/** What the contract says of each operation. */
export { operations }
/** The contract as plain JSON: a test reads it without the service's own types. */
export const document: JsonObject = parse(text)

/** A value as an object; an empty one if it is none. */
export const objectOf = (value: Json | undefined): JsonObject => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {})
/** A value as an array; an empty one if it is none. */
export const arrayOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])

/** A member of an object that is a text or a number, as text; an empty one if it is neither. */
export const textIn = (value: JsonObject, name: string): string => {
  const member = value[name]
  return typeof member === 'string' || typeof member === 'number' ? String(member) : ''
}

/** A JSON pointer in a URI fragment (RFC 6901). */
export const pointerTo = (...path: Path): string =>
  `#${path.map((part) => `/${encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`

/** An object with its `$ref`s followed; what stands beside a `$ref` goes before what is behind it. */
export function follow(value: Json | undefined): JsonObject {
  const { $ref, ...beside } = objectOf(value)
  if (typeof $ref !== 'string') return beside
  const behind = $ref
    .slice(2)
    .split('/')
    .reduce<JsonObject>((at, part) => objectOf(at[part]), document)
  return { ...follow(behind), ...beside }
}

/** An operation as the contract has it. */
export const objectOfOperation = ({ path, method }: OperationFacts): JsonObject => objectOf(objectOf(objectOf(document['paths'])[path])[method.toLowerCase()])

/** The names and indices that lead from the contract to a place in it. */
type Path = (string | number)[]

/** Every object in the contract, with where it stands. */
export function* objectsIn(value: Json, path: Path = []): Generator<{ path: Path; value: JsonObject }> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield { path, value }
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  for (const [name, child] of entries) yield* objectsIn(child, [...path, name])
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false, allErrors: true })
ajv.addSchema(document, 'contract')

/** What is wrong with a value by the schema at a pointer: by Ajv and the contract alone, without the service's validator. */
export function faults(pointer: string, value: Json): string[] {
  const check = ajv.compile({ $ref: `contract${pointer}` })
  return check(value) ? [] : (check.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`)
}
