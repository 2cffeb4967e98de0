import type { Database } from '../../database/statement.ts'
import * as sql from '../../generated/sql.ts'
import type { Neighbours, Rank } from '../ordering/rank.ts'
import type { Parentage } from './hierarchy.ts'

// The numbers of tasks to rebalance at a time: the smallest that has enough room between its neighbours.
const windows = [100, 1_000, 10_000, 1_000_000]
const leastApart = 64n

/** The siblings in a place, without the moved task. */
export function neighboursOf(db: Database, place: Parentage, id: number): Neighbours {
  const at = async (rank: Rank, offset: number): Promise<Rank | undefined> => (await db.maybeOne(sql.nextPlace, { ...place, id, rank, offset }))?.rank
  return {
    previous: async (rank) => (await db.maybeOne(sql.previousPlace, { ...place, id, rank }))?.rank,
    next: (rank) => at(rank, 0),
    async spread(rank) {
      for (const window of windows) {
        const high = await at(rank, window)
        if (high !== undefined && BigInt(high) - BigInt(rank) < leastApart * BigInt(window)) continue
        await db.many(sql.spreadTasks, { ...place, id, low: rank, high: high ?? null, window })
        break
      }
      return rank
    },
  }
}
