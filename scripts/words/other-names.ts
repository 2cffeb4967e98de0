// Finds the other names of the contract where its own belong. They are for front ends that know them; readers should meet one name.
import { followed, objectOf, operationsOf, textOf } from '../contract/document.ts'
import type { Json, JsonObject } from '../contract/document.ts'

/** Other names, each with the contract's own. */
type Names = Map<string, string>

/** Where the contract has a value, a parameter or a field that is another name of something in it. */
export function faultsOfContract(document: JsonObject): string[] {
  const all = [...objectsIn(document)]
  const fields = all.map(({ properties }) => objectOf(properties))
  const others: Names = new Map([...all.flatMap((each) => [...otherValues(document, each)]), ...fields.flatMap((each) => [...secondNames(each)])])
  const used = [
    ...all.flatMap((each) => [...listOf(each['enum']), ...(each['in'] === undefined ? [] : [textOf(each['name'])])]),
    // A second name is right next to the first.
    ...fields.flatMap((each) => Object.keys(each).filter((name) => !Object.hasOwn(each, others.get(name) ?? ''))),
  ]
  return [...new Set(used)].flatMap((name) => {
    const own = others.get(name)
    return own === undefined ? [] : [`openapi.yaml: "${name}" is another name of "${own}": use the one that fields of responses have`]
  })
}

/** What finds the other names of query parameters and of their values in a document. */
export function patternsOf(document: JsonObject): { word: RegExp; instead: string }[] {
  const parameters = operationsOf(document).flatMap(({ operation }) => (Array.isArray(operation['parameters']) ? operation['parameters'] : []))
  const patterns = parameters.flatMap((parameter): [pattern: string, instead: string][] => {
    const { name, 'in': place, schema, 'x-also-called': called } = followed(document, parameter)
    if (place !== 'query') return []
    return [
      ...listOf(called).map((other): [string, string] => [`[?&]${other}=`, textOf(name)]),
      // As in a query string, and as an argument in any language.
      ...[...otherValues(document, schema)].map(([other, own]): [string, string] => [`\\b${textOf(name)}\\W{1,4}${other}\\b`, own]),
    ]
  })
  return [...new Map(patterns)].map(([pattern, instead]) => ({ word: new RegExp(pattern, 'i'), instead }))
}

/** The other values of a schema; those of an array are those of its items. */
function otherValues(document: JsonObject, schema: Json | undefined): Names {
  const { items, 'x-also-values': values } = followed(document, schema)
  if (items !== undefined) return otherValues(document, items)
  return new Map(Object.entries(objectOf(values)).flatMap(([other, own]) => (other === own ? [] : [[other, textOf(own)]])))
}

/** The second names of fields that responses have under both. */
function secondNames(fields: JsonObject): Names {
  const pairs = Object.entries(fields).flatMap(([own, field]) => listOf(objectOf(field)['x-also-called']).map((other): [string, string] => [other, own]))
  return new Map(pairs.filter(([other]) => Object.hasOwn(fields, other)))
}

/** The objects in a value, at any depth. */
function* objectsIn(value: Json): Generator<JsonObject> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield value
  for (const child of Object.values(value)) yield* objectsIn(child)
}

const listOf = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map(textOf) : [])
