/**
 * A cursor to what comes after an id: the id in base 32, whose eleven digits hold 53 bits, so that whatever fits the
 * contract's pattern is a cursor. Opaque to clients, so that what is inside may change.
 */
export const cursorAfter = (id: number): string => id.toString(32)

/** The id that a cursor stands behind. */
export const afterCursor = (cursor: string): number => Number.parseInt(cursor, 32)
