import { afterCursor, behindCursor, cursorAfter, cursorBehind } from '../../execution/cursor.ts'
import type { SortedPlace } from '../../execution/cursor.ts'
import type { Database, Statement } from '../../database/statement.ts'
import { boundsOf } from '../calendar/date-range.ts'
import type { components, operations } from '../../generated/contract.ts'
import * as sql from '../../generated/sql.ts'
import { caseFold } from '../../case-fold.ts'
import { WithHeaders } from '../../execution/operation.ts'
import { pageResponse } from '../../execution/page.ts'

type Task = components['schemas']['Task']
type Query = NonNullable<operations['listTasks']['parameters']['query']>
type Sort = NonNullable<Query['sort']>
type Found = typeof sql.countFoundTasks extends Statement<infer Values, unknown> ? Values : never

/** A query as it is once the defaults are filled in. */
type Asked = Query & Required<Pick<Query, 'limit' | 'offset' | 'status' | 'tag_match'>>

// What the key of each order looks like in a cursor; null where the id is all there is to it.
const moment = /^(?:infinity|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)?)$/
const keyForms: Record<Sort, RegExp | null> = {
  created: null,
  updated: moment,
  title: /^[^\0]{1,255}$/su,
  due_date: moment,
  priority: /^[0-3]$/,
  position: /^\{\d{1,16},\d{1,16},-?\d{1,18}\}$/,
  relevance: /^\d{1,4}$/,
}

/** Whether a query asks for nothing but a page of all tasks as they came. */
export function isDefaultListing({ limit: _, cursor, offset, status, tag_match: __, ...rest }: Asked): boolean {
  return offset === 0 && status === 'all' && !cursor?.startsWith('W') && Object.keys(rest).length === 0
}

/**
 * The tasks that a query asks for: a page, with a Link to the next one, and how many there are where that is wanted.
 * @param path the operation's own
 * @throws Problem 400 for a cursor of another order, or a day that there is not
 */
export async function searchTasks(db: Database, query: Asked, path: string, counted: boolean): Promise<WithHeaders<Task[], { ETag: string; Link?: string; 'X-Total-Count'?: string }>> {
  const search = query.search === undefined || query.search === '' ? null : query.search
  const sort = query.sort ?? (search === null ? 'created' : 'relevance')
  const order = query.order ?? (sort === 'relevance' ? 'desc' : 'asc')
  const behind = placeOf(query.cursor, sort, order)
  const { limit, offset } = query
  const found = { ...(await foundOf(db, query)), search }
  const [rows, count] = await Promise.all([
    // One more than a page holds tells whether there is a next one.
    db.many(order === 'asc' ? sql.findTasks : sql.findTasksBackwards, { ...found, sort, key: behind?.key ?? null, after: behind?.id ?? null, limit: limit + 1, offset }),
    counted ? db.one(sql.countFoundTasks, found) : null,
  ])
  const cursorOf = (last: SortedPlace): string => (sort === 'created' ? cursorAfter(last.id) : cursorBehind(`${sort} ${order}`, last))
  const { body, headers } = pageResponse(rows, limit, (last) => `${path}?${queryOf(query)}&cursor=${cursorOf(last)}`)
  const tasks = body.map(({ key: _, ...task }) => task)
  return new WithHeaders(tasks, count ? { ...headers, 'X-Total-Count': String(count.total) } : headers)
}

function placeOf(cursor: string | undefined, sort: Sort, order: string): SortedPlace | null {
  if (cursor === undefined) return null
  const form = keyForms[sort]
  if (form !== null || cursor.startsWith('W')) return behindCursor(cursor, `${sort} ${order}`, form ?? /^$/)
  return { key: '', id: afterCursor(cursor) }
}

/** What is looked for, as the statements take it. */
async function foundOf(db: Database, query: Asked): Promise<Omit<Found, 'search'>> {
  const keys = query.tag?.map(caseFold) ?? null
  return {
    status: query.status,
    priorities: query.priority ?? null,
    list_id: idOf(query.list_id),
    parent_id: idOf(query.parent_id),
    all_tags: query.tag_match === 'all' ? keys : null,
    any_tag: query.tag_match === 'any' ? keys : null,
    ...(await boundsOf(db, query)),
  }
}

/** An id that is looked for; 0 for none, which no id is, and null where it makes no difference. */
const idOf = (text: string | undefined): number | null => (text === undefined ? null : text === 'none' ? 0 : Number(text))

/** A query once more, for the next page. */
function queryOf({ cursor: _, offset: __, ...query }: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, String(each)]))
  return new URLSearchParams(pairs).toString()
}
