import { afterCursor } from '../cursor.ts'
import * as sql from '../generated/sql.ts'
import type { Operation } from '../operation.ts'
import { pageAnswer } from '../page.ts'

export const listLists: Operation<'listLists'> = async ({ caller, query: { limit, cursor }, db }) => {
  // One more than a page holds tells whether there is a next one.
  const rows = await db.many(sql.listLists, { after: cursor ? afterCursor(cursor) : 0, limit: limit + 1 })
  return pageAnswer(rows, limit, `/api/${caller.userId}/lists`)
}
