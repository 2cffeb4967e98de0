import { createHash } from 'node:crypto'
import { afterCursor, cursorAfter } from '../../execution/cursor.ts'
import * as sql from '../../generated/sql.ts'
import { WithHeaders } from '../../execution/operation.ts'
import type { Operation } from '../../execution/operation.ts'

export const listTags: Operation<'listTags'> = async ({ caller, query, db }) => {
  // One more than a page holds tells whether there is a next one.
  const rows = await db.many(sql.listTags, { after: query.cursor ? afterCursor(query.cursor) : 0, limit: query.limit + 1 })
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const more = last && rows.length > page.length
  const headers = { ETag: `"${createHash('sha256').update(JSON.stringify([page, more])).digest('base64url')}"` }
  if (!more) return new WithHeaders(page, headers)
  const next = `/api/${caller.userId}/tags?limit=${query.limit}&cursor=${cursorAfter(last.id)}`
  return new WithHeaders(page, { ...headers, Link: `<${next}>; rel="next"` })
}
