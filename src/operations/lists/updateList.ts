import * as sql from '../../generated/sql.ts'
import { listWithEtag, listNotFoundOrPreconditionFailed } from '../../domain/lists/list.ts'
import type { Operation } from '../../execution/operation.ts'

export const updateList: Operation<'updateList'> = async ({ params: { id }, body, versions, db }) => {
  const { name = null, color = null } = body
  const list = await db.maybeOne(sql.updateList, { id, name, color, has_color: body.color !== undefined, versions })
  if (!list) throw await listNotFoundOrPreconditionFailed(db, id, versions)
  return listWithEtag(list)
}
