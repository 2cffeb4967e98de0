import { afterCursor, cursorAfter } from '../../execution/cursor.ts'
import { searchTasks, isDefaultListing } from '../../domain/tasks/search.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { pageResponse } from '../../execution/page.ts'

export const listTasks: Operation<'listTasks'> = async ({ caller, query, counted, db }) => {
  const path = `/api/${caller.userId}/tasks`
  if (counted || !isDefaultListing(query)) return searchTasks(db, query, path, counted)
  const { limit, cursor } = query
  // One more than a page holds tells whether there is a next one.
  const rows = await db.many(sql.listTasks, { after: cursor === undefined ? 0 : afterCursor(cursor), limit: limit + 1 })
  return pageResponse(rows, limit, ({ id }) => `${path}?limit=${limit}&cursor=${cursorAfter(id)}`)
}
