import { invalidRequest } from '../problem.ts'

/**
 * A cursor to what comes after an id: the id in base 32, whose eleven digits hold 53 bits, so that whatever fits the
 * contract's pattern is a cursor. Opaque to clients, so that what is inside may change.
 */
export const cursorAfter = (id: number): string => id.toString(32)

/** The id that a cursor stands behind. */
export const afterCursor = (cursor: string): number => Number.parseInt(cursor, 32)

/** A place in some order: what is sorted by there, as a text, and the id that tells apart what is alike in it. */
export type SortedPlace = { key: string; id: number }

/** A cursor to what comes after a place in an order, for that order alone. */
export const cursorBehind = (order: string, { key, id }: SortedPlace): string => Buffer.from(JSON.stringify([order, key, id])).toString('base64url')

/**
 * The place that a cursor stands behind.
 * @param form what a key looks like in this order
 * @throws Problem 400 for a cursor of another order, or one that was never given out
 */
export function behindCursor(cursor: string, order: string, form: RegExp): SortedPlace {
  const [of, key, id] = partsOf(cursor)
  const isOurs = of === order && typeof key === 'string' && form.test(key) && typeof id === 'number' && Number.isSafeInteger(id)
  if (!isOurs) throw invalidRequest([{ parameter: 'cursor', detail: 'must be one that this service gave out, for the same sort and order' }])
  return { key, id }
}

function partsOf(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}
