import { renameOnTasks } from '../../domain/tags/tagged-tasks.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'
import { notFoundOrPreconditionFailed, withEtag } from '../../execution/preconditions.ts'

export const updateTag: Operation<'updateTag'> = async ({ params: { id }, body, versions, db }) => {
  const { name = null, color = null } = body
  // Sent together: the second sees the tag as it is once the first holds it. A color is on no task.
  const [, old] = await Promise.all([name === null ? null : db.one(sql.lockTags, {}), db.maybeOne(sql.getTag, { id })])
  if (!old) throw notFound('tag')
  const tag = await db.maybeOne(sql.updateTag, { id, name, color, has_color: body.color !== undefined, versions })
  if (!tag) throw await notFoundOrPreconditionFailed(db, 'tag', id, versions)
  if (name !== null && name !== old.name) await renameOnTasks(db, old.name_key, name)
  return withEtag(tag)
}
