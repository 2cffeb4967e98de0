import * as sql from '../../generated/sql.ts'
import { WithHeaders } from '../../execution/with-headers.ts'
import { viewOf } from '../../domain/changes/view.ts'
import type { Operation } from '../../execution/operation.ts'
import { versionOf } from '../../execution/page.ts'
import { start } from '../../domain/ordering/rank.ts'

export const listLists: Operation<'listLists'> = async ({ page, ...request }) => {
  const view = await viewOf(request)
  const rows = await view.many(sql.listLists, { rank: page.start?.key ?? start, after: page.start?.id ?? 0, limit: page.rows })
  const { body, headers } = page.response(rows, { stateOf: versionOf, placeOf: (row) => row })
  return new WithHeaders(
    body.map(({ key: _, ...list }) => list),
    headers,
  )
}
