import { createHash } from 'node:crypto'
import { WithHeaders } from './operation.ts'

type Versioned = { id: number; version: number }

/**
 * A page out of what was found: the rows, an ETag, and a Link to the next page where there is one (RFC 8288).
 * @param rows what was found, one more than the page holds where there is a next one
 * @param next what the Link points to, given the last row of the page
 */
export function pageResponse<Row extends Versioned>(rows: Row[], limit: number, next: (last: Row) => string): WithHeaders<Row[], { ETag: string; Link?: string }> {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const more = last && rows.length > page.length
  // A page is what it was as long as its rows are, and it ends where it did.
  const versions = page.map(({ id, version }) => `${id}:${version}`).join() + String(more ?? false)
  const headers = { ETag: `"${createHash('sha256').update(versions).digest('base64url')}"` }
  return new WithHeaders(page, more ? { ...headers, Link: `<${next(last)}>; rel="next"` } : headers)
}
