import { liveChanges, readPlace } from '../../domain/changes/live.ts'
import type { Operation } from '../../execution/operation.ts'
import { headerOf } from '../../execution/preconditions.ts'
import type { SyncCursors, SyncPlace } from '../../execution/sync-cursor.ts'
import { Problem, invalidRequest } from '../../problem.ts'

// A front end's token says nothing of when its user signs out there, so its streams last no longer than such tokens usually do.
const withoutSessionMs = 3_600_000

export const streamChanges: Operation<'streamChanges'> = async ({ caller, query, headers, path, db, service, connection }) => {
  const { userId, issuer } = caller
  const { syncCursors, feeds } = service
  const now = await readPlace(db)
  const last = headerOf({ headers }, 'last-event-id')
  const start = last ? resumed(syncCursors, userId, last) : query.since === undefined ? now : parsed(syncCursors, userId, query.since)
  return liveChanges(start, {
    ...{ db, mode: query.mode, watch: feeds.watch(userId, connection.gone()), idle: connection.idle },
    isActive: () => feeds.isActive(caller),
    path: path.replace(/events$/, 'changes'),
    endsAt: issuer === null ? Infinity : performance.now() + withoutSessionMs,
    format: (place) => syncCursors.format(userId, place),
  })
}

/** @throws Problem 400 for what is no cursor, and within a snapshot, whose rest a stream does not send */
function parsed(syncCursors: SyncCursors, userId: number, since: string): SyncPlace {
  const place = syncCursors.parse(userId, since, 'since')
  if (place.snapshot) throw invalidRequest([{ parameter: 'since', detail: 'must be the cursor after a whole snapshot: read its other pages first' }])
  return place
}

/** Where a stream continues; null for an unknown place. Browsers repeat their last id whatever it is, and give up at an error. */
function resumed(syncCursors: SyncCursors, userId: number, last: string): SyncPlace | null {
  try {
    return parsed(syncCursors, userId, last)
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}
