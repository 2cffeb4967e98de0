// A contract as JSON, and how to look into it.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

/** openapi.yaml. */
export const readContract = (): JsonObject => parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')) as JsonObject // the linter checks its shape

/** An operation of a contract, with the name that people know it by, such as `GET /health/live`. */
export type Operation = { name: string; path: string; id: string; summary: string; operation: JsonObject }

const methods = ['get', 'put', 'post', 'delete', 'patch']

/** The operations of a contract; of one path, if it is given. */
export function operationsOf(document: JsonObject, only?: string): Operation[] {
  return Object.entries(objectOf(document['paths'])).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = objectOf(item)[method]
      if (operation === undefined || (only !== undefined && path !== only)) return []
      const { operationId, summary } = objectOf(operation)
      return [{ name: `${method.toUpperCase()} ${path}`, path, id: textOf(operationId), summary: textOf(summary), operation: objectOf(operation) }]
    }),
  )
}

/** The contract with each operation changed. */
export function mapOperations(document: JsonObject, change: (operation: JsonObject, item: JsonObject) => JsonObject): JsonObject {
  const paths = Object.entries(objectOf(document['paths'])).map(([path, item]) => {
    const parts = Object.entries(objectOf(item)).map(([name, part]) => [name, methods.includes(name) ? change(objectOf(part), objectOf(item)) : part] as const)
    return [path, Object.fromEntries(parts)] as const
  })
  return { ...document, paths: Object.fromEntries(paths) }
}

/** The value itself, or what it refers to. */
export function followed(document: JsonObject, value: Json | undefined): JsonObject {
  const { $ref } = objectOf(value)
  return typeof $ref === 'string' ? objectOf(valueAt(document, stepsOf($ref))) : objectOf(value)
}

/** The steps of a JSON pointer, such as `#/paths/~1health/get`. */
export const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

/** The value at a JSON pointer's steps; null if there is none. References are followed. */
export function valueAt(document: JsonObject, steps: string[]): Json {
  return steps.reduce<Json>((value, step) => {
    const next = Array.isArray(value) ? (value[Number(step)] ?? null) : (objectOf(value)[step] ?? null)
    const { $ref } = objectOf(next)
    return typeof $ref === 'string' ? valueAt(document, stepsOf($ref)) : next
  }, document)
}

/** The components that a value refers to, themselves or through others, as `schemas/Task`. */
export function componentsIn(document: JsonObject, value: Json, found = new Set<string>()): Set<string> {
  const { $ref } = objectOf(value)
  const name = typeof $ref === 'string' ? $ref.replace('#/components/', '') : null
  if (name !== null && !found.has(name)) componentsIn(document, valueAt(document, ['components', ...name.split('/')]), found.add(name))
  if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) componentsIn(document, each, found)
  return found
}

export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value))
export const objectOf = (value: Json | undefined): JsonObject => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {})
