import * as sql from '../generated/sql.ts'
import type { Operation } from '../operation.ts'
import { whyNot } from '../task.ts'

export const deleteTask: Operation<'deleteTask'> = async ({ params: { id }, versions, db }) => {
  const task = await db.maybeOne(sql.deleteTask, { id, versions })
  if (!task) throw await whyNot(db, id, versions)
}
