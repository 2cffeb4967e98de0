import { removeFromTasks } from '../../domain/tags/tagged-tasks.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFoundOrPreconditionFailed } from '../../execution/preconditions.ts'

export const deleteTag: Operation<'deleteTag'> = async ({ params: { id }, versions, db }) => {
  const [, tag] = await Promise.all([db.one(sql.lockTags, {}), db.maybeOne(sql.deleteTag, { id, versions })])
  if (!tag) throw await notFoundOrPreconditionFailed(db, 'tag', id, versions)
  await removeFromTasks(db, tag.name_key)
}
