import type { Database, RowOf } from '../../database/statement.ts'
import * as sql from '../../generated/sql.ts'
import { removeFromTasks, renameOnTasks } from '../tags/tagged-tasks.ts'

type StepTag = RowOf<typeof sql.listStepTags>

/** Puts back what a step changed of tags, but for new ones. */
export async function putBackTags(db: Database, seq: number, tags: StepTag[]): Promise<void> {
  // One after the other: a name that one has now may be another's from before.
  for (const tag of tags) if (!tag.is_new) await putBackTag(db, seq, tag)
  await db.many(sql.putBackDeletedTags, { seq })
}

/** A name is put back on every task with the tag, as with every renaming. */
async function putBackTag(db: Database, seq: number, { id, name: current, name_key: old_key }: StepTag): Promise<void> {
  const { name } = await db.one(sql.putBackTag, { seq, id })
  if (name !== current) await renameOnTasks(db, old_key, name)
}

/** Deletes tags that a step created, unless other tasks have them by now. Like any deletion, it takes them off the tasks in the trash. */
export async function removeNewTags(db: Database, tags: StepTag[]): Promise<void> {
  for (const { id, name_key: key, is_new } of tags) {
    if (!is_new) continue
    const { used } = await db.one(sql.isTagUsed, { key })
    if (used) continue
    await removeFromTasks(db, key)
    await db.one(sql.deleteTag, { id, versions: null })
  }
}
