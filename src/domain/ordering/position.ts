import { invalidRequest } from '../../problem.ts'

/** A position as the client wrote it. */
type Written = { before?: number; after?: number; first?: true; last?: true }

/** Where something goes: to an end, or beside another thing. */
export type Wanted = { end: 'first' | 'last' } | { side: 'before' | 'after'; id: number }

/**
 * What a position says.
 * @throws Problem 400 where it does not say exactly one thing, or puts something beside itself
 */
export function parsePosition({ before, after, first, last }: Written, id: number): Wanted {
  const wanted: Wanted[] = [
    ...(before === undefined ? [] : [{ side: 'before', id: before } as const]),
    ...(after === undefined ? [] : [{ side: 'after', id: after } as const]),
    ...(first ? [{ end: 'first' } as const] : []),
    ...(last ? [{ end: 'last' } as const] : []),
  ]
  const [only] = wanted
  if (!only || wanted.length > 1) throw invalidRequest([{ pointer: '#', detail: 'must hold exactly one of before, after, first and last' }])
  if ('side' in only && only.id === id) throw invalidRequest([{ pointer: `#/${only.side}`, detail: 'must be another one than the one that is moved' }])
  return only
}
