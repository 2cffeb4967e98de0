import { partsOfExport } from '../../domain/exports/export.ts'
import type { Operation } from '../../execution/operation.ts'
import { placeAfter } from '../../execution/sync-cursor.ts'
import * as sql from '../../generated/sql.ts'

export const exportAccount: Operation<'exportAccount'> = async ({ caller, db, service }) => {
  const begun = await db.one(sql.beginExport, {})
  const user = await db.one(sql.getUser, {})
  const cursor = service.syncCursors.format(caller.userId, placeAfter(begun))
  return partsOfExport({ db, caller, service, begun, user, cursor })
}
