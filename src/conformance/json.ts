/** Whether a JSON value is an object, and no array. */
export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object without some of its members. */
export const without = (value: object, ...names: string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))

/** What an object has under a name; undefined where it is none. */
export const memberOf = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined)

/** A member that is a text; an empty one where there is none. */
export function textOf(value: unknown, name: string): string {
  const member = memberOf(value, name)
  return typeof member === 'string' ? member : ''
}

/** A member that is a number; NaN where there is none. */
export function numberOf(value: unknown, name: string): number {
  const member = memberOf(value, name)
  return typeof member === 'number' ? member : NaN
}

/** The objects of an answer: those of an array, or the one that it is. */
export const objectsOf = (body: unknown): Record<string, unknown>[] => [body].flat().filter(isObject)
