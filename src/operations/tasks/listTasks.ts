import { viewOf } from '../../domain/changes/view.ts'
import { searchTasks, isDefaultListing } from '../../domain/tasks/search.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { placeById, versionOf } from '../../execution/page.ts'

export const listTasks: Operation<'listTasks'> = async ({ page, includeTotal, ...request }) => {
  const [view, { query }] = [await viewOf(request), request]
  if (includeTotal || !isDefaultListing(query)) return searchTasks(view, query, page, includeTotal)
  const rows = await view.many(sql.listTasks, { after: page.start?.id ?? 0, limit: page.rows })
  return page.response(rows, { stateOf: versionOf, placeOf: placeById })
}
