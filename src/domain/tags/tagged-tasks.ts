import type { Database } from '../../database/statement.ts'
import * as sql from '../../generated/sql.ts'
import { changeTasks } from '../tasks/many-tasks.ts'

/** Gives a tag its new name on every task that has it. */
export async function renameOnTasks(db: Database, old_key: string, name: string): Promise<void> {
  await changeTasks(db, await db.many(sql.listTagged, { key: old_key }), (ids) => db.many(sql.renameOnTasks, { old_key, name, ids }))
}

/** Takes a tag off every task that has it. */
export async function removeFromTasks(db: Database, key: string): Promise<void> {
  await changeTasks(db, await db.many(sql.listTagged, { key }), (ids) => db.many(sql.removeFromTasks, { key, ids }))
}
