import { behindCursor, cursorBehind } from '../../execution/cursor.ts'
import * as sql from '../../generated/sql.ts'
import { WithHeaders } from '../../execution/operation.ts'
import type { Operation } from '../../execution/operation.ts'
import { pageResponse } from '../../execution/page.ts'
import { rankForm, start } from '../../domain/ordering/rank.ts'

export const listLists: Operation<'listLists'> = async ({ caller, query: { limit, cursor }, db }) => {
  const behind = cursor === undefined ? { key: start, id: 0 } : behindCursor(cursor, 'lists', rankForm)
  // One more than a page holds tells whether there is a next one.
  const rows = await db.many(sql.listLists, { rank: behind.key, after: behind.id, limit: limit + 1 })
  const next = ({ key, id }: { key: string; id: number }): string => `/api/${caller.userId}/lists?limit=${limit}&cursor=${cursorBehind('lists', { key, id })}`
  const { body, headers } = pageResponse(rows, limit, next)
  return new WithHeaders(body.map(({ key: _, ...list }) => list), headers)
}
