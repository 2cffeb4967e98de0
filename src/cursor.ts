import { invalidRequest } from './problem.ts'

/** A cursor to what comes after an id. Opaque to clients, so that what is inside may change. */
export const cursorAfter = (id: number): string => Buffer.from(String(id)).toString('base64url')

/**
 * The id that a cursor stands behind.
 * @throws Problem 400 for a text that is not a cursor of ours
 */
export function afterCursor(cursor: string): number {
  const id = Number(Buffer.from(cursor, 'base64url').toString())
  if (!Number.isSafeInteger(id) || id < 1 || cursorAfter(id) !== cursor) {
    throw invalidRequest([{ parameter: 'cursor', detail: 'must be one that this service gave out' }])
  }
  return id
}
