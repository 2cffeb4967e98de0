/** Ranks are 64-bit integers that Postgres stores and compares; here they are strings, as numbers cannot represent all of them. */
export type Rank = string

/** A rank before all others. */
export const start: Rank = `-${'9'.repeat(18)}`

/** A gap to move something to: between two ranks, or at the start or end. */
export type RankGap = { low: Rank; high: Rank; first: false } | { low: null; high: null; first: boolean }

export const atStart: RankGap = { low: null, high: null, first: true }
export const atEnd: RankGap = { low: null, high: null, first: false }

/** Queries the siblings of the moved one, without itself. */
export type Neighbours = {
  /** The rank directly before a rank, if there is one. */
  previous(rank: Rank): Promise<Rank | undefined>
  /** The rank directly after a rank, if there is one. */
  next(rank: Rank): Promise<Rank | undefined>
  /** Makes room after a rank, changing that rank as well if necessary. @returns its new value */
  spread(rank: Rank): Promise<Rank>
}

/** The gap directly before or after a rank, up to its neighbour. */
export async function gapNextTo(rank: Rank, side: 'before' | 'after', neighbours: Neighbours): Promise<RankGap> {
  const low = side === 'after' ? rank : await neighbours.previous(rank)
  if (low === undefined) return atStart
  const high = side === 'before' ? rank : await neighbours.next(rank)
  if (high === undefined) return atEnd
  if (isRoom(low, high)) return { low, high, first: false }
  const spread = await neighbours.spread(low)
  const behind = await neighbours.next(spread)
  return behind === undefined ? atEnd : { low: spread, high: behind, first: false }
}

const isRoom = (low: Rank, high: Rank): boolean => BigInt(high) - BigInt(low) > 1n
