import type { Logger } from 'pino'
import type { Connections } from '../database/connections.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import { maintenance } from '../database/maintenance.ts'
import * as sql from '../generated/sql.ts'
import { Problem, unavailable } from '../problem.ts'
import { createSessionChecks } from './session-checks.ts'

/** Waits for changes of a user, for a stream or a long poll. */
export type Watch = {
  /** Whether nothing more comes: the client has gone, the service stops, or it was closed. */
  readonly ended: boolean
  /**
   * Waits until the last number of the user's changes is another one than `known`, or something is to be looked at again; with null,
   * only for the time.
   * @returns whether that is so before the time is over and the watch ends
   */
  next(known: number | null, timeoutMs: number): Promise<boolean>
  close(): void
}

/** Tells streams and long polls of something new, whichever process wrote it. */
export type FeedWatcher = {
  /** @param gone aborts when the client has gone @throws Problem 429 if the user has too many already, 503 if the process has */
  watch(userId: number, gone: AbortSignal): Watch
  /** Tells of a commit of this process. @param seq the user's last number then; null if it may have ended a session or an account */
  changed(userId: number, seq: number | null): void
  /** Whether a caller's session and account are active, as far as is known: it is asked for those of many streams at once. */
  isActive: ReturnType<typeof createSessionChecks>
  /** How many watches are open. */
  count(): number
  /** Ends all watches, and starts no more. */
  stop(): void
}

/** How many streams and long polls a user may have at a time. */
const mostOfUser = 10
const pollEveryMs = 400
// No change has it.
const none = -1

type Waiter = { known: number | null; wake: (isNew: boolean) => void }
type Feed = { seq: number | null; waiters: Set<Waiter>; watches: Set<Watch> }

/**
 * Watches the feeds of the users who are connected. Commits of this process are told at once. Those of others are found by one
 * statement for all users, several times a second while somebody is connected: it works through any pooler, takes nothing from
 * writers, and misses nothing, as it compares numbers rather than receives messages.
 * @param mostStreams how many watches the process may have
 */
export function createFeedWatcher(connections: Connections, mostStreams: number, log: Logger): FeedWatcher {
  const feeds = new Map<number, Feed>()
  let [total, stopped, polling] = [0, false, false]

  const learn = (feed: Feed, seq: number): void => {
    feed.seq = seq
    for (const { known, wake } of feed.waiters) if (known !== seq) wake(true)
  }

  const poll = async (): Promise<void> => {
    const known = new Map(Array.from(feeds, ([userId, { seq }]) => [userId, seq]))
    const values = { users: [...known.keys()], seqs: Array.from(known.values(), (seq) => seq ?? none) }
    const rows = await new ImplicitTransaction(connections.read, maintenance).many(sql.findChangedFeeds, values)
    for (const { user_id, seq } of rows) {
      const feed = feeds.get(user_id)
      // A commit that was told of meanwhile is newer.
      if (feed && feed.seq === known.get(user_id)) learn(feed, seq ?? none)
    }
  }
  const schedule = (): void => {
    if (polling || stopped || feeds.size === 0) return
    polling = true
    setTimeout(() => {
      // While the database is down, nothing is written.
      void poll()
        .catch(() => log.debug('the feeds could not be polled'))
        .finally(() => {
          polling = false
          schedule()
        })
    }, pollEveryMs).unref()
  }

  const feedOf = (userId: number): Feed => {
    const feed = feeds.get(userId) ?? { seq: null, waiters: new Set(), watches: new Set() }
    if (feed.watches.size >= mostOfUser) throw tooMany()
    if (total >= mostStreams || stopped) throw unavailable('The service has too many open streams, or is stopping. Open the stream again later.', undefined, 5)
    feeds.set(userId, feed)
    return feed
  }

  return {
    watch(userId, gone) {
      const feed = feedOf(userId)
      const waiters = new Set<Waiter>()
      const watch = {
        ended: false,
        async next(known: number | null, timeoutMs: number): Promise<boolean> {
          if (watch.ended) return false
          if (known !== null && feed.seq !== null && feed.seq !== known) return true
          return new Promise<boolean>((resolve) => {
            const waiter = { known, wake: (isNew: boolean) => done(isNew) }
            const late = setTimeout(() => done(false), timeoutMs)
            const done = (isNew: boolean): void => {
              clearTimeout(late)
              waiters.delete(waiter)
              feed.waiters.delete(waiter)
              resolve(isNew)
            }
            waiters.add(waiter)
            if (known !== null) feed.waiters.add(waiter)
          })
        },
        close(): void {
          if (watch.ended) return
          watch.ended = true
          gone.removeEventListener('abort', watch.close)
          for (const { wake } of waiters) wake(false)
          feed.watches.delete(watch)
          if (feed.watches.size === 0) feeds.delete(userId)
          total -= 1
        },
      }
      feed.watches.add(watch)
      total += 1
      if (gone.aborted) watch.close()
      else gone.addEventListener('abort', watch.close)
      schedule()
      return watch
    },
    changed(userId, seq) {
      const feed = feeds.get(userId)
      if (!feed) return
      if (seq === null) for (const { wake } of feed.waiters) wake(true)
      else if (feed.seq === null || seq > feed.seq) learn(feed, seq)
    },
    isActive: createSessionChecks(connections),
    count: () => total,
    stop() {
      stopped = true
      for (const { watches } of feeds.values()) for (const watch of watches) watch.close()
    },
  }
}

const tooMany = (): Problem =>
  new Problem('too-many-requests', `You have ${mostOfUser} streams and long polls open. Close one before you open another.`, {
    headers: { 'RateLimit': '"streams";r=0;t=1', 'RateLimit-Policy': `"streams";q=${mostOfUser}`, 'Retry-After': '1' },
  })
