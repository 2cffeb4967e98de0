import { afterCursor, cursorAfter } from '../cursor.ts'
import * as sql from '../generated/sql.ts'
import { WithHeaders } from '../operation.ts'
import type { Operation } from '../operation.ts'

export const listTasks: Operation<'listTasks'> = async ({ caller, query, db }) => {
  // One more than a page holds tells whether there is a next one.
  const rows = await db.many(sql.listTasks, { after: query.cursor ? afterCursor(query.cursor) : 0, limit: query.limit + 1 })
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  if (rows.length === page.length || !last) return new WithHeaders(page, {})
  const next = `/api/${caller.userId}/tasks?limit=${query.limit}&cursor=${cursorAfter(last.id)}`
  return new WithHeaders(page, { Link: `<${next}>; rel="next"` })
}
