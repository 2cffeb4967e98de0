/** Ranks are 64-bit integers, which Postgres keeps and compares; here they are texts, as numbers do not hold them all. */
export type Rank = string

/** What a rank looks like. */
export const rankForm = /^-?\d{1,18}$/

/** A rank ahead of all others. */
export const start: Rank = `-${'9'.repeat(18)}`

/** Where something is put: between two ranks, or at the start or the end of all. */
export type RankGap = { low: Rank; high: Rank; first: false } | { low: null; high: null; first: boolean }

export const atStart: RankGap = { low: null, high: null, first: true }
export const atEnd: RankGap = { low: null, high: null, first: false }

/** What is asked of the things among which something is put, itself not counted. */
export type Neighbours = {
  /** The rank right ahead of one, if there is any. */
  previous(rank: Rank): Promise<Rank | undefined>
  /** The rank right behind one, if there is any. */
  next(rank: Rank): Promise<Rank | undefined>
  /** Makes room behind a rank, if only by changing that one too; gives it as it is then. */
  spread(rank: Rank): Promise<Rank>
}

/** The spot right before or after something that has a rank, between it and what is beside it. */
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
