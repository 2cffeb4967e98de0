import type { Database } from '../../database/statement.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { parsePosition } from '../../domain/ordering/position.ts'
import type { Wanted } from '../../domain/ordering/position.ts'
import { invalidRequest } from '../../problem.ts'
import { atEnd, atStart, gapNextTo } from '../../domain/ordering/rank.ts'
import type { RankGap } from '../../domain/ordering/rank.ts'
import { neighboursOf } from '../../domain/tasks/ordering.ts'
import { propagateMove, resolveParentOfMoved } from '../../domain/tasks/hierarchy.ts'
import type { Parentage, WrittenPlace } from '../../domain/tasks/hierarchy.ts'
import { notFoundOrPreconditionFailed, withEtag } from '../../execution/preconditions.ts'

export const moveTask: Operation<'moveTask'> = async ({ params: { id }, body, versions, db }) => {
  const wanted = parsePosition(body, id)
  await db.one(sql.lockPlaces, {})
  const before = await db.maybeOne(sql.lockTask, { id, versions })
  if (!before) throw await notFoundOrPreconditionFailed(db, 'task', id, versions)
  const { place, spot } = await goalOf(db, before, wanted, body)
  const task = await db.one(sql.moveTask, { id, ...place, ...spot })
  await propagateMove(db, id, before, place)
  return withEtag(task)
}

async function goalOf(db: Database, task: Parentage & { id: number }, wanted: Wanted, written: WrittenPlace): Promise<{ place: Parentage; spot: RankGap }> {
  if ('end' in wanted) return { place: await resolveParentOfMoved(db, task, written), spot: wanted.end === 'first' ? atStart : atEnd }
  const beside = await db.maybeOne(sql.getPlace, { id: wanted.id })
  if (!beside) throw invalidRequest([{ pointer: `#/${wanted.side}`, detail: 'must be the id of one of your tasks' }])
  const { rank, list_id, parent_id } = beside
  for (const field of ['list_id', 'parent_id'] as const) {
    if (written[field] === undefined || written[field] === beside[field]) continue
    throw invalidRequest([{ pointer: `#/${field}`, detail: `must equal that of the task named in ${wanted.side}, or be omitted` }])
  }
  const place = await resolveParentOfMoved(db, task, { list_id, parent_id })
  return { place, spot: await gapNextTo(rank, wanted.side, neighboursOf(db, place, task.id)) }
}
