import { readPlace } from '../../domain/changes/live.ts'
import { readDelta } from '../../domain/changes/delta.ts'
import { readSnapshot, startOfSnapshot } from '../../domain/changes/snapshot.ts'
import type { Operation } from '../../execution/operation.ts'

export const listChanges: Operation<'listChanges'> = async ({ caller: { userId }, query, path, db, service: { syncCursors, feeds }, connection }) => {
  const { mode, limit, wait } = query
  const since = query.since === undefined ? null : syncCursors.parse(userId, query.since, 'since')
  if (since !== null && since.snapshot === null) {
    let page = await readDelta(db, { since, mode, limit, path })
    if (wait > 0 && page.entries.length === 0) {
      const watch = feeds.watch(userId, connection.gone())
      const isNew = await connection.idle(() => watch.next(page.place.seq, wait * 1_000)).finally(watch.close)
      if (isNew) page = await readDelta(db, { since: page.place, mode, limit, path })
    }
    return { changes: page.entries.map(({ change }) => change), cursor: syncCursors.format(userId, page.place), complete: page.complete }
  }
  // Changes are numbered from here, before the first page is read: what changes meanwhile comes again after the snapshot.
  const begun = since ?? { ...(await readPlace(db)), snapshot: startOfSnapshot }
  const { changes, next } = await readSnapshot(db, begun.seq, begun.snapshot ?? startOfSnapshot, limit)
  return { changes, cursor: syncCursors.format(userId, { ...begun, snapshot: next }), complete: false }
}
