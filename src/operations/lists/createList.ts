import * as sql from '../../generated/sql.ts'
import { listWithEtag } from '../../domain/lists/list.ts'
import { WithHeaders } from '../../execution/operation.ts'
import type { Operation } from '../../execution/operation.ts'

export const createList: Operation<'createList'> = async ({ body: { name, color = null }, db }) => {
  const { body: list, headers } = listWithEtag(await db.one(sql.createList, { name, color }))
  return new WithHeaders(list, { ...headers, Location: `/api/${list.user_id}/lists/${list.id}` })
}
