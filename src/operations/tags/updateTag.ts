import * as sql from '../../generated/sql.ts'
import { caseFold } from '../../case-fold.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'
import { tagWithEtag, tagNotFoundOrPreconditionFailed } from '../../domain/tags/tag.ts'

export const updateTag: Operation<'updateTag'> = async ({ params: { id }, body, versions, db }) => {
  const { name = null, color = null } = body
  const old = await db.maybeOne(sql.getTag, { id })
  if (!old) throw notFound('tag')
  const key = name === null ? null : caseFold(name)
  const tag = await db.maybeOne(sql.updateTag, { id, name, key, color, has_color: body.color !== undefined, versions })
  if (!tag) throw await tagNotFoundOrPreconditionFailed(db, id, versions)
  if (name !== null && key !== null && name !== old.name) {
    await db.many(sql.renameOnTasks, { old_name: old.name, old_key: old.name_key, name, key })
  }
  return tagWithEtag(tag)
}
