import type { components } from '../../generated/contract.ts'
import type { Database } from '../../database/statement.ts'
import type { Connection } from '../../execution/call.ts'
import type { EventStream } from '../../execution/event-stream.ts'
import type { Watch } from '../../execution/feed-watcher.ts'
import { placeAfter } from '../../execution/sync-cursor.ts'
import type { SyncPlace } from '../../execution/sync-cursor.ts'
import * as sql from '../../generated/sql.ts'
import { Problem, cursorExpired } from '../../problem.ts'
import { readDelta } from './delta.ts'

type StreamEvent = components['schemas']['StreamEvent']

const pageSize = 100
// A client hears of the stream at least every 15 seconds, and by then an ended session is noticed, which is checked before.
const keepAliveMs = 14_000
const databaseRetryMs = 1_000

type Source = {
  /** It checks the session with each statement. */
  db: Database
  watch: Watch
  idle: Connection['idle']
  /** Whether the session is active. */
  isActive(): Promise<boolean>
  mode: 'latest' | 'events'
  /** Where the snapshot is. */
  path: string
  /** When the stream ends, by the process's clock. */
  endsAt: number
  format(place: SyncPlace): string
}

/** The place after the caller's last change. */
export async function readPlace(db: Database): Promise<SyncPlace> {
  return placeAfter(await db.one(sql.getSeq, {}))
}

/**
 * The changes after a place, as they come; null for a place that is not known. It reads a page at a time, and only once the client has taken the one before.
 * @throws Problem 401 once the session has ended
 */
export async function* liveChanges(start: SyncPlace | null, source: Source): EventStream<StreamEvent> {
  const { watch, idle, format } = source
  const opening = start ? { events: [], place: start } : await reset(source)
  let { place } = opening
  yield { id: format(place) }
  yield* opening.events
  while (!watch.ended && performance.now() < source.endsAt) {
    const page = await next(place, source)
    if (page === 'unavailable') {
      await idle(() => watch.next(null, databaseRetryMs))
      continue
    }
    yield* page.events
    place = page.place
    if (page.complete) yield* untilNews(place, source)
  }
}

/** Signs of life until there is something to read. It closes the watch once the session has ended. */
async function* untilNews({ seq }: SyncPlace, { watch, idle, isActive, endsAt }: Source): EventStream<never> {
  while (!(await idle(() => watch.next(seq, keepAliveMs)))) {
    if (watch.ended || performance.now() >= endsAt) return
    if (await isActive()) yield null
    else watch.close()
  }
}

type Page = { events: StreamEvent[]; place: SyncPlace; complete: boolean }

/** The events after a place. Where it is not known what follows, it says so, and continues from now. */
async function next(since: SyncPlace, { db, mode, path, format }: Source): Promise<Page | 'unavailable'> {
  try {
    const { entries, place, complete } = await readDelta(db, { since, mode, limit: pageSize, path })
    const events = entries.map(({ change, place }): StreamEvent => ({ id: format(place), event: 'change', data: change }))
    if (complete && events.length > 0) events.push({ id: format(place), event: 'task_refresh', data: null })
    return { events, place, complete }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.status === 503) return 'unavailable'
    if (error.kind !== 'cursor-expired') throw error
    return reset({ db, path, format })
  }
}

async function reset({ db, path, format }: Pick<Source, 'db' | 'path' | 'format'>): Promise<Page> {
  const place = await readPlace(db)
  return { events: [{ id: format(place), event: 'reset', data: cursorExpired(path).document(path) }], place, complete: true }
}
