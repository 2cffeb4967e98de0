import { describe, expect, test } from 'vitest'
import { document, objectsIn } from '../support/document.ts'
import type { Json, JsonObject } from '../support/document.ts'

// What differs from one use of a schema to the next.
const words = ['description', 'summary', 'examples', 'example', 'default']

/** A schema without its words, its keys in order. */
function shapeOf(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(shapeOf)
  const kept = Object.entries(value).filter(([name]) => !words.includes(name))
  return Object.fromEntries(kept.map(([name, child]): [string, Json] => [name, shapeOf(child)]).sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** The places where a schema stands that says at least three things, or has properties, by what it says. */
function placesByShape(contract: JsonObject): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { path, value } of objectsIn(contract)) {
    if (!('type' in value) || path.includes('examples') || path.includes('example')) continue
    const shape = shapeOf(value)
    if (!('properties' in value) && Object.keys(Object(shape)).length < 3) continue
    const key = JSON.stringify(shape)
    found.set(key, [...(found.get(key) ?? []), path.join('/')])
  }
  return found
}

/** The schemas that are written more than once. Two components of one shape may mean different things, so at least one has to stand elsewhere. */
const repeatedIn = (contract: JsonObject): string[][] =>
  [...placesByShape(contract).values()].filter((places) => places.length > 1 && places.some((place) => !/^components\/schemas\/\w+$/.test(place)))

describe('openapi.yaml writes no schema twice', () => {
  test('each place refers to a component', () => {
    expect(repeatedIn(document), 'make it one of components/schemas and refer to it by $ref').toEqual([])
  })

  test('a copy would be found, whatever its description', () => {
    const copy = { type: 'integer', format: 'int64', minimum: 1, maximum: 9007199254740991, description: 'A number.' }
    expect(repeatedIn({ ...document, 'x-copy': copy })).toEqual([['components/schemas/Id', 'x-copy']])
  })
})
