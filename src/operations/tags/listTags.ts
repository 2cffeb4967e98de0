import * as sql from '../../generated/sql.ts'
import { viewOf } from '../../domain/changes/view.ts'
import type { Operation } from '../../execution/operation.ts'
import { placeById } from '../../execution/page.ts'

export const listTags: Operation<'listTags'> = async ({ page, ...request }) => {
  const view = await viewOf(request)
  const rows = await view.many(sql.listTags, { after: page.start?.id ?? 0, limit: page.rows })
  // Counts change without a new version.
  return page.response(rows, { stateOf: JSON.stringify, placeOf: placeById })
}
