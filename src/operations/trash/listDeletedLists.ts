import { afterCursor, cursorAfter } from '../../execution/cursor.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { pageResponse } from '../../execution/page.ts'

export const listDeletedLists: Operation<'listDeletedLists'> = async ({ caller, query: { limit, cursor }, db }) => {
  // One more than a page holds tells whether there is a next one.
  const rows = await db.many(sql.listDeletedLists, { after: cursor === undefined ? 0 : afterCursor(cursor), limit: limit + 1 })
  return pageResponse(rows, limit, ({ id }) => `/api/${caller.userId}/deleted-lists?limit=${limit}&cursor=${cursorAfter(id)}`)
}
