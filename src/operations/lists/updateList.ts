import * as sql from '../../generated/sql.ts'
import { notFoundOrPreconditionFailed, withEtag } from '../../execution/preconditions.ts'
import type { Operation } from '../../execution/operation.ts'

export const updateList: Operation<'updateList'> = async ({ params: { id }, body, versions, db }) => {
  const { name = null, color = null } = body
  const list = await db.maybeOne(sql.updateList, { id, name, color, has_color: body.color !== undefined, versions })
  if (!list) throw await notFoundOrPreconditionFailed(db, 'list', id, versions)
  return withEtag(list)
}
