import { createHash } from 'node:crypto'
import { pairsOfQuery } from '../contract/parameters.ts'
import type { Cursors, Place } from './cursor.ts'
import { WithHeaders } from './with-headers.ts'
import { maxResponseBytes, rowsThatFit } from './size.ts'

type PageHeaders = { ETag: string; Link?: string }

/** How a page continues, and how a change of it is detected. */
type Paging<Row> = {
  /** The place of a row in the list. */
  placeOf: (row: Row) => Place
  /** A string that changes with the row. */
  stateOf: (row: Row) => string
  /** What follows the rows on the last page. */
  tail?: () => Row[]
}

/** A page of a list. */
export type Page = {
  /** The place that the page comes after; null for the first page. */
  start: Place | null
  /** How many rows to find: one more than the page holds tells whether there is a next one. */
  rows: number
  /**
   * The page out of the rows that were found: an ETag, and a Link to the next page where there is one (RFC 8288).
   * @param rows as many as `rows` says, or all there are
   */
  response<Row extends object>(rows: readonly Row[], paging: Paging<Row>): WithHeaders<Row[], PageHeaders>
}

/** The state of a row whose version counts all that can change in it. */
export const versionOf = ({ id, version }: { id: number; version: number }): string => `${id}:${version}`

/** The place of a row in a list that is sorted by id. */
export const placeById = ({ id }: { id: number }): Place => ({ key: '', id })

/** Identifies a list for its cursors, by its path and its query without what differs between pages. */
export const listOf = (path: string, filters: Record<string, unknown>): string =>
  `${path}?${new URLSearchParams(pairsOfQuery(filters).toSorted(byName)).toString()}`

/** Clients may send parameters in any order; the values of a repeated one keep theirs. */
const byName = ([one]: [string, string], [other]: [string, string]): number => (one < other ? -1 : one > other ? 1 : 0)

/**
 * Opens the page that a request asks for.
 * @param path the path of the list; the Link to the next page repeats it, together with the query
 * @throws Problem 400 for a cursor that is not from this list
 */
export function openPage(cursors: Cursors, path: string, { cursor, offset: _, page: __, limit, ...filters }: Record<string, unknown>): Page {
  const size = Number(limit)
  const list = listOf(path, filters)
  return {
    start: typeof cursor === 'string' ? cursors.parse(list, cursor) : null,
    rows: size + 1,
    response(rows, { placeOf, stateOf, tail }) {
      const asked = rows.slice(0, size)
      // A page of long strings ends early, and its Link continues from there.
      const page = asked.slice(0, rowsThatFit(asked, maxResponseBytes))
      const last = page.at(-1)
      const query = new URLSearchParams([['limit', String(size)], ...pairsOfQuery(filters)]).toString()
      const next = last !== undefined && rows.length > page.length ? `${path}?${query}&cursor=${cursors.format(list, placeOf(last))}` : null
      if (next === null && tail) page.push(...tail())
      // A page is what it was as long as its rows are, and it ends where it did.
      const state = page.map(stateOf).join() + String(next !== null)
      const headers = { ETag: `"${createHash('sha256').update(state).digest('base64url')}"` }
      return new WithHeaders(page, next === null ? headers : { ...headers, Link: `<${next}>; rel="next"` })
    },
  }
}
