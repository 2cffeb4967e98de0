import type { components } from '../../generated/contract.ts'
import type { Database } from '../../database/statement.ts'
import { maxResponseBytes, rowsThatFit } from '../../execution/size.ts'
import type { SnapshotPlace } from '../../execution/sync-cursor.ts'
import * as sql from '../../generated/sql.ts'

type Change = components['schemas']['Change']

/** Where a snapshot begins. */
export const startOfSnapshot: SnapshotPlace = { kind: 0, after: 0, afterTask: 0 }

type Read = (db: Database, place: SnapshotPlace, limit: number) => Promise<Pick<Change, 'type' | 'id' | 'position' | 'data'>[]>

// What others refer to comes first.
const kinds: Read[] = [
  async (db) => {
    const { id, email, name, time_zone, created_at } = await db.one(sql.getUser, {})
    return [{ type: 'user', id, position: null, data: { id, email, name, time_zone, created_at } }]
  },
  async (db, { after }, limit) =>
    (await db.many(sql.listAllLists, { after, limit })).map(({ position, ...data }) => ({ type: 'list', id: data.id, position, data })),
  async (db, { after }, limit) => (await db.many(sql.listAllTags, { after, limit })).map((data) => ({ type: 'tag', id: data.id, position: null, data })),
  async (db, { after }, limit) =>
    (await db.many(sql.listAllTasks, { after, limit })).map(({ position, ...data }) => ({ type: 'task', id: data.id, position, data })),
  async (db, { after, afterTask }, limit) =>
    (await db.many(sql.listAllOccurrences, { after_task: afterTask, after, limit })).map((data) => ({
      ...{ type: 'occurrence', id: data.id, position: null },
      data,
    })),
]

/**
 * Reads a page of everything the caller has. Each page holds things of one kind.
 * @param seq the last number when the snapshot began
 * @returns the page, and where the snapshot continues; null at its end
 */
export async function readSnapshot(db: Database, seq: number, place: SnapshotPlace, limit: number): Promise<{ changes: Change[]; next: SnapshotPlace | null }> {
  const found = (await kinds[place.kind]?.(db, place, limit)) ?? []
  const contents = found.map(({ data }) => data ?? {})
  const rows = found.slice(0, rowsThatFit(contents, maxResponseBytes))
  const last = rows.at(-1)
  const isFull = place.kind > 0 && last !== undefined && (rows.length === limit || rows.length < found.length)
  const next = isFull ? { kind: place.kind, after: last.id, afterTask: taskOf(last) } : { ...startOfSnapshot, kind: place.kind + 1 }
  return { changes: rows.map((row) => ({ seq, op: 'upsert', ...row })), next: next.kind < kinds.length ? next : null }
}

const taskOf = ({ data }: Pick<Change, 'data'>): number => (data !== null && 'task_id' in data ? data.task_id : 0)
