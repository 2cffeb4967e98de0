import type { Database } from '../../database/statement.ts'
import * as sql from '../../generated/sql.ts'
import { notFoundOrPreconditionFailed, withEtag } from '../../execution/preconditions.ts'
import type { Operation } from '../../execution/operation.ts'
import { parsePosition } from '../../domain/ordering/position.ts'
import type { Wanted } from '../../domain/ordering/position.ts'
import { invalidRequest } from '../../problem.ts'
import { atEnd, atStart, gapNextTo } from '../../domain/ordering/rank.ts'
import type { Neighbours, RankGap } from '../../domain/ordering/rank.ts'

export const moveList: Operation<'moveList'> = async ({ params: { id }, body, versions, db }) => {
  const wanted = parsePosition(body, id)
  await db.one(sql.lockPlaces, {})
  if (!(await db.maybeOne(sql.getListPlace, { id }))) throw await notFoundOrPreconditionFailed(db, 'list', id, versions)
  const list = await db.maybeOne(sql.moveList, { id, versions, ...(await spotOf(db, wanted, id)) })
  if (!list) throw await notFoundOrPreconditionFailed(db, 'list', id, versions)
  return withEtag(list)
}

async function spotOf(db: Database, wanted: Wanted, id: number): Promise<RankGap> {
  if ('end' in wanted) return wanted.end === 'first' ? atStart : atEnd
  const beside = await db.maybeOne(sql.getListPlace, { id: wanted.id })
  if (!beside) throw invalidRequest([{ pointer: `#/${wanted.side}`, detail: 'must be the id of one of your lists' }])
  return gapNextTo(beside.rank, wanted.side, neighboursOf(db, id))
}

const neighboursOf = (db: Database, id: number): Neighbours => ({
  previous: async (rank) => (await db.maybeOne(sql.previousListPlace, { id, rank }))?.rank,
  next: async (rank) => (await db.maybeOne(sql.nextListPlace, { id, rank }))?.rank,
  async spread(rank) {
    const [at] = await db.many(sql.spreadLists, { rank })
    return at?.rank ?? rank
  },
})
