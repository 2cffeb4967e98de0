// The shape of the contract as it was last accepted: all of it but the words, in the order of the contract.
import { stringify } from 'yaml'
import type { Json, JsonObject } from './document.ts'

/** Where the baseline is. */
export const baselinePath = 'tests/contract/baseline.yaml'

/** Keywords that only people read. */
const words = new Set([
  ...['description', 'summary', 'example', 'examples', 'externalDocs', 'tags', 'license', 'contact', 'servers'],
  ...['x-brief', 'x-checked-beyond', 'x-disabled', 'x-narrow', 'x-pattern-detail'],
])

/** Keywords whose members are named freely, so that none of their names is a keyword. */
const named = new Set(['paths', 'schemas', 'parameters', 'responses', 'requestBodies', 'headers', 'properties', 'patternProperties', 'mapping', 'content'])

/** Keywords whose value is data. */
const values = new Set(['default', 'const', 'enum'])

/** The text of the baseline for a contract. */
export function baselineOf(contract: JsonObject): string {
  return `# Written by "npm run contract -- --accept". Do not edit: review what changes in it.\n${stringify(shapeOf(contract, false), {
    aliasDuplicateObjects: false,
    lineWidth: 0,
  })}`
}

/** A value without the words in it. @param areNames whether the members of the value are named freely */
function shapeOf(value: Json, areNames: boolean): Json {
  if (Array.isArray(value)) return value.map((each) => shapeOf(each, false))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([name]) => areNames || !words.has(name))
  return Object.fromEntries(
    members.map(([name, member]) => [name, !areNames && values.has(name) ? member : shapeOf(member, !areNames && named.has(name) && !Array.isArray(member))]),
  )
}
