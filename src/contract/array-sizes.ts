import { pointerTo } from './json-pointer.ts'
import { resolve } from './contract.ts'
import type { ContractDocument, Schema } from './contract.ts'
import type { FieldError } from '../problem.ts'

/**
 * The arrays in a body that have more items than their schema allows. They are counted before their items are validated:
 * reporting an error for each of fifty thousand items would take half a second.
 */
export function oversizedArrays(document: ContractDocument, schema: Schema, value: unknown, pointer = '#'): FieldError[] {
  if (typeof value !== 'object' || value === null) return []
  const { items, maxItems = Infinity, properties = {} } = resolve<Schema>(document, schema)
  if (Array.isArray(value)) {
    if (value.length > maxItems) return [{ pointer, detail: `must not have more than ${maxItems} items` }]
    return items ? value.flatMap((item, index) => oversizedArrays(document, items, item, pointerTo(pointer, index))) : []
  }
  return Object.entries(properties).flatMap(([name, child]) =>
    Object.hasOwn(value, name) ? oversizedArrays(document, child, Reflect.get(value, name), pointerTo(pointer, name)) : [],
  )
}
