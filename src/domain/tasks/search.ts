import type { Statement } from '../../database/statement.ts'
import type { View } from '../changes/view.ts'
import { boundsOf } from '../calendar/date-range.ts'
import type { components, operations } from '../../generated/contract.ts'
import * as sql from '../../generated/sql.ts'
import { invalidRequest } from '../../problem.ts'
import { WithHeaders } from '../../execution/with-headers.ts'
import { versionOf } from '../../execution/page.ts'
import type { Page } from '../../execution/page.ts'

type Task = components['schemas']['Task']
type Query = NonNullable<operations['listTasks']['parameters']['query']>
type Found = typeof sql.countFoundTasks extends Statement<infer Values, unknown> ? Values : never

/** A query with its defaults. */
type Asked = Query & Required<Pick<Query, 'limit' | 'offset' | 'status' | 'tag_match'>>

/** Whether a query is for a page of all tasks in order of creation. */
export function isDefaultListing({ limit: _, cursor: __, as_of: ___, offset, page = 1, status, tag_match: ____, ...rest }: Asked): boolean {
  return offset === 0 && page === 1 && status === 'all' && Object.keys(rest).length === 0
}

/**
 * Finds a page of tasks, with a Link to the next one, and the total if requested.
 * @throws Problem 400 for an invalid date
 */
export async function searchTasks(
  view: View,
  query: Asked,
  page: Page,
  includeTotal: boolean,
): Promise<WithHeaders<Task[], { 'ETag': string; 'Link'?: string; 'X-Total-Count'?: string }>> {
  const search = query.search === undefined || query.search === '' ? null : query.search
  const sort = query.sort ?? (search === null ? 'created_at' : 'relevance')
  const order = query.order ?? (sort === 'relevance' ? 'desc' : 'asc')
  const found = { ...(await foundOf(view, query)), search }
  const [rows, count] = await Promise.all([
    view.many(order === 'asc' ? sql.findTasks : sql.findTasksBackwards, {
      ...found,
      sort,
      key: page.start?.key ?? null,
      after: page.start?.id ?? null,
      limit: page.rows,
      offset: offsetOf(query),
    }),
    includeTotal ? view.one(sql.countFoundTasks, found) : null,
  ])
  const { body, headers } = page.response(rows, { stateOf: versionOf, placeOf: (row) => row })
  const tasks = body.map(({ key: _, ...task }) => task)
  return new WithHeaders(tasks, count ? { ...headers, 'X-Total-Count': String(count.total) } : headers)
}

const greatestOffset = 1_000_000

/** The number of tasks to skip. @throws Problem 400 for a page that is too far, or that the offset contradicts */
function offsetOf({ limit, offset, page = 1 }: Asked): number {
  const before = (page - 1) * limit
  if (before > greatestOffset)
    throw invalidRequest([{ parameter: 'page', detail: `must leave out at most ${greatestOffset} tasks: follow the Link header instead` }])
  if (offset > 0 && before > 0 && offset !== before) throw invalidRequest([{ parameter: 'page', detail: 'must name the same place as offset, or be omitted' }])
  return Math.max(offset, before)
}

/** Converts a query to the parameters of the statements. */
async function foundOf(view: View, query: Asked): Promise<Omit<Found, 'search'>> {
  const tags = query.tag ?? null
  return {
    status: query.status,
    priorities: query.priority ?? null,
    list_id: idOf(query.list_id),
    parent_id: idOf(query.parent_id),
    all_tags: query.tag_match === 'all' ? tags : null,
    any_tag: query.tag_match === 'any' ? tags : null,
    ...(await boundsOf(view, query)),
  }
}

/** The id of a filter; 0, which no id is, for none, and null for no filter. */
const idOf = (text: string | undefined): number | null => (text === undefined ? null : text === 'none' ? 0 : Number(text))
