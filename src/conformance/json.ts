import { isObject, memberOf } from '../json.ts'

/** An object without some of its members. */
export const without = (value: object, ...names: string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))

/** A member that is a string; empty if there is none. */
export function textOf(value: unknown, name: string): string {
  const member = memberOf(value, name)
  return typeof member === 'string' ? member : ''
}

/** A member that is a number; NaN if there is none. */
export function numberOf(value: unknown, name: string): number {
  const member = memberOf(value, name)
  return typeof member === 'number' ? member : NaN
}

/** The objects of a response body: the items of an array, or the one object. */
export const objectsOf = (body: unknown): Record<string, unknown>[] => [body].flat().filter(isObject)
