import * as sql from '../../generated/sql.ts'
import { withEtag } from '../../execution/preconditions.ts'
import type { Operation } from '../../execution/operation.ts'

export const createList: Operation<'createList'> = async ({ path, body: { name, color = null }, db }) => {
  const list = await db.one(sql.createList, { name, color })
  return withEtag(list, { Location: `${path}/${list.id}` })
}
