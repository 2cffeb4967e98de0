import { afterCursor, cursorAfter } from '../../execution/cursor.ts'
import * as sql from '../../generated/sql.ts'
import { WithHeaders } from '../../execution/operation.ts'
import type { Operation } from '../../execution/operation.ts'
import { pageResponse } from '../../execution/page.ts'

export const listTrash: Operation<'listTrash'> = async ({ caller, query: { limit, cursor }, db }) => {
  // One more than a page holds tells whether there is a next one.
  const rows = await db.many(sql.listTrash, { before: cursor ? afterCursor(cursor) : Number.MAX_SAFE_INTEGER, limit: limit + 1 })
  const { body, headers } = pageResponse(rows, limit, ({ position }) => `/api/${caller.userId}/trash?limit=${limit}&cursor=${cursorAfter(position)}`)
  return new WithHeaders(body.map(({ position: _, ...task }) => task), headers)
}
