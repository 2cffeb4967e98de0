import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { tagNotFoundOrPreconditionFailed } from '../../domain/tags/tag.ts'

export const deleteTag: Operation<'deleteTag'> = async ({ params: { id }, versions, db }) => {
  const tag = await db.maybeOne(sql.deleteTag, { id, versions })
  if (!tag) throw await tagNotFoundOrPreconditionFailed(db, id, versions)
  await db.many(sql.removeFromTasks, { name: tag.name, key: tag.name_key })
}
