import { invalidRequest } from '../../problem.ts'

/** A position as the client sent it. */
type Written = { before?: number; after?: number; first?: true; last?: true }

/** The destination of a move: the start, the end, or next to another one. */
export type Wanted = { end: 'first' | 'last' } | { side: 'before' | 'after'; id: number }

/**
 * Parses a position.
 * @throws Problem 400 unless it has exactly one destination, which is not the moved one itself
 */
export function parsePosition({ before, after, first, last }: Written, id: number): Wanted {
  const wanted: Wanted[] = [
    ...(before === undefined ? [] : [{ side: 'before', id: before } as const]),
    ...(after === undefined ? [] : [{ side: 'after', id: after } as const]),
    ...(first ? [{ end: 'first' } as const] : []),
    ...(last ? [{ end: 'last' } as const] : []),
  ]
  const [only] = wanted
  if (!only || wanted.length > 1) throw invalidRequest([{ pointer: '#', detail: 'must have exactly one of before, after, first and last' }])
  if ('side' in only && only.id === id) throw invalidRequest([{ pointer: `#/${only.side}`, detail: 'must not be the id of the one that is moved' }])
  return only
}
