import type { Database } from '../../database/statement.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { wantedOf } from '../../domain/ordering/position.ts'
import type { Wanted } from '../../domain/ordering/position.ts'
import { invalidRequest } from '../../problem.ts'
import { atEnd, atStart, spotBeside } from '../../domain/ordering/rank.ts'
import type { Spot } from '../../domain/ordering/rank.ts'
import { neighboursOf } from '../../domain/tasks/ordering.ts'
import { followUp, placeOfMoved } from '../../domain/tasks/hierarchy.ts'
import type { Place, WrittenPlace } from '../../domain/tasks/hierarchy.ts'
import { taskAnswer, whyNot } from '../../domain/tasks/task.ts'

export const placeTask: Operation<'placeTask'> = async ({ params: { id }, body, versions, db }) => {
  const wanted = wantedOf(body, id)
  await db.one(sql.lockPlaces, {})
  const before = await db.maybeOne(sql.lockTask, { id, versions })
  if (!before) throw await whyNot(db, id, versions)
  const { place, spot } = await goalOf(db, before, wanted, body)
  const task = await db.one(sql.placeTask, { id, ...place, ...spot })
  await followUp(db, id, before, place)
  return taskAnswer(task)
}

async function goalOf(db: Database, task: Place & { id: number }, wanted: Wanted, written: WrittenPlace): Promise<{ place: Place; spot: Spot }> {
  if ('end' in wanted) return { place: await placeOfMoved(db, task, written), spot: wanted.end === 'first' ? atStart : atEnd }
  const beside = await db.maybeOne(sql.getPlace, { id: wanted.id })
  if (!beside) throw invalidRequest([{ pointer: `#/${wanted.side}`, detail: 'must be the id of one of your tasks' }])
  const { rank, list_id, parent_id } = beside
  for (const field of ['list_id', 'parent_id'] as const) {
    if (written[field] === undefined || written[field] === beside[field]) continue
    throw invalidRequest([{ pointer: `#/${field}`, detail: `must be that of the task that it comes ${wanted.side}, or be left out` }])
  }
  const place = await placeOfMoved(db, task, { list_id, parent_id })
  return { place, spot: await spotBeside(rank, wanted.side, neighboursOf(db, place, task.id)) }
}
