import type { Database } from '../../database/statement.ts'
import type { components } from '../../generated/contract.ts'
import * as sql from '../../generated/sql.ts'
import { caseFold } from '../../case-fold.ts'
import { WithHeaders } from '../../execution/operation.ts'
import { etagOf } from '../../execution/preconditions.ts'
import { notFound, preconditionFailed } from '../../problem.ts'
import type { Problem } from '../../problem.ts'

type Tag = components['schemas']['Tag']

/** A tag as it is answered: its version is its ETag. */
export function tagWithEtag(tag: Tag): WithHeaders<Tag, { ETag: string }> {
  return new WithHeaders(tag, { ETag: etagOf(tag.version) })
}

/** The names and keys that a task is to have, each tag once; tags that are not there are made. */
export async function upsertTags(db: Database, given: readonly string[]): Promise<{ tags: string[]; tag_keys: string[] }> {
  const names = new Map(given.map((name) => [caseFold(name), name]))
  if (names.size === 0) return { tags: [], tag_keys: [] }
  const keys = [...names.keys()]
  const rows = await db.many(sql.useTags, { names: [...names.values()], keys })
  return { tags: rows.map(({ name }) => name), tag_keys: keys }
}

/** Why a tag could not be changed: it is not there, or If-Match names another version than the one that is. */
export async function tagNotFoundOrPreconditionFailed(db: Database, id: number, versions: number[] | null): Promise<Problem> {
  const current = versions && (await db.maybeOne(sql.getTag, { id }))
  return current ? preconditionFailed(etagOf(current.version), 'tag') : notFound('tag')
}
