import * as sql from '../../generated/sql.ts'
import { WithHeaders } from '../../execution/with-headers.ts'
import type { Operation } from '../../execution/operation.ts'
import { versionOf } from '../../execution/page.ts'

export const listTrash: Operation<'listTrash'> = async ({ page, db }) => {
  const { key, id } = page.start ?? { key: Number.MAX_SAFE_INTEGER, id: 0 }
  const rows = await db.many(sql.listTrash, { before: Number(key), before_task: id, limit: page.rows })
  const { body, headers } = page.response(rows, { stateOf: versionOf, placeOf: (row) => row })
  return new WithHeaders(
    body.map(({ key: _, ...task }) => task),
    headers,
  )
}
