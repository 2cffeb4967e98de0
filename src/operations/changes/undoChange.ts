import { undoStep } from '../../domain/changes/undo.ts'
import type { Operation } from '../../execution/operation.ts'
import * as sql from '../../generated/sql.ts'

export const undoChange: Operation<'undoChange'> = async ({ body, db }) => {
  const undone = await undoStep(db, body?.seq ?? null)
  // Records the undoing now, for its number.
  const { seq } = await db.one(sql.finishChanges, {})
  return { undone, seq }
}
