import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { placeById, versionOf } from '../../execution/page.ts'

export const listDeletedLists: Operation<'listDeletedLists'> = async ({ page, db }) => {
  const rows = await db.many(sql.listDeletedLists, { after: page.start?.id ?? 0, limit: page.rows })
  return page.response(rows, { stateOf: versionOf, placeOf: placeById })
}
