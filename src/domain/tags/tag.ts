import type { Database } from '../../database/statement.ts'
import * as sql from '../../generated/sql.ts'

/**
 * The names of a task's tags, each once and as first spelled; unknown tags are created. Call it before any task is locked: a request
 * that renames a tag locks the tags before the tasks.
 */
export async function upsertTags(db: Database, names: string[]): Promise<string[]> {
  if (names.length === 0) return []
  // Sent together: the second sees the tags as they are once the first holds them.
  const [, rows] = await Promise.all([db.many(sql.shareTags, {}), db.many(sql.useTags, { names })])
  return rows.map(({ name }) => name)
}
