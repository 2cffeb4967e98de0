import type { Logger } from 'pino'
import type { BrokerSettings } from '../config/settings.ts'
import type { Connections } from '../database/connections.ts'
import { codeOf, toProblem } from '../database/errors.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import { maintenance } from '../database/maintenance.ts'
import * as sql from '../generated/sql.ts'
import { connectBroker } from './broker.ts'
import type { Broker } from './broker.ts'
import { publishPage } from './page.ts'
import { createWaiting } from './waiting.ts'

/** What a relay has done, and for how long the change has waited that waits longest. */
export type RelayCounts = { published: number; failures: number; missed: number; waitingSeconds: number }

/** Publishes what is recorded to a broker. */
export type EventRelay = {
  start(): void
  /** Publishes a user's changes soon. */
  wake(userId: number): void
  counts(): RelayCounts
  /** Ends after the page that is being published, within a few seconds; another process, or the next start, continues. */
  stop(): Promise<void>
}

type Dependencies = { connections: Connections; settings: BrokerSettings; publicUrl: string | null; log: Logger }

/** Those who wait in memory. Others are found in the record again. */
const mostWaiting = 10_000
const mostOfPage = 500
/** What is written meanwhile is published together. */
const gatherMs = 50
/** Changes from elsewhere, such as those of a process that has ended, are found by looking through all feeds, some at each of these intervals. */
const lookEveryMs = 1_000
const mostFeeds = 1_000
/** A page with fewer changes is no sign of a backlog. */
const busyFrom = 100
const [shortestPauseMs, longestPauseMs] = [500, 30_000]
const stopMs = 8_000

/** A relay for a process without a broker. */
export const noRelay: EventRelay = {
  start: () => undefined,
  wake: () => undefined,
  counts: () => ({ published: 0, failures: 0, missed: 0, waitingSeconds: 0 }),
  stop: () => Promise.resolve(),
}

/**
 * Creates a relay. Each user's changes are published in order, each at least once; several processes relay at the same time, each for other
 * users. While the broker is away, changes wait in the record, and nothing else does.
 */
export function createEventRelay({ connections, settings, publicUrl, log }: Dependencies): EventRelay {
  const waiting = createWaiting(mostWaiting)
  const counts = { published: 0, failures: 0, missed: 0 }
  // Those of the page that is being published.
  let taken = new Map<number, number>()
  let broker: Broker | null = null
  let running: Promise<void> | null = null
  let stopped = false
  // The feeds are looked through without a pause at first, and whenever there was no room for all who wait.
  let look = { after: 0, at: -Infinity, isUrgent: true }
  let wasFull = false
  let endPause = (): void => undefined
  let isIdle = false

  const pause = (ms: number): Promise<void> =>
    new Promise((done) => {
      if (stopped) return done()
      const timer = setTimeout(done, ms).unref()
      endPause = () => {
        clearTimeout(timer)
        done()
      }
    })

  const addWaiting = (userId: number, since?: number): void => {
    if (!waiting.add(userId, since)) wasFull = true
  }

  const lookThroughFeeds = async (): Promise<void> => {
    if (waiting.size >= mostOfPage) return
    if (wasFull) look = { after: 0, at: -Infinity, isUrgent: true }
    wasFull = false
    if (!look.isUrgent && performance.now() - look.at < lookEveryMs) return
    const { last, users } = await new ImplicitTransaction(connections.alone, maintenance).one(sql.findUnpublished, { after: look.after, most: mostFeeds })
    look = { after: last ?? 0, at: performance.now(), isUrgent: look.isUrgent && last !== null }
    for (const user of users) addWaiting(user)
  }

  /** @returns whether there is more to do at once */
  const turn = async (): Promise<boolean> => {
    if (broker?.isClosed()) broker = null
    broker ??= await connectBroker(settings)
    await lookThroughFeeds()
    taken = waiting.take(mostOfPage)
    if (taken.size === 0) return look.isUrgent
    const { published, behind, missed, tooLarge, failure } = await publishPage({ connections, broker, publicUrl }, [...taken.keys()])
    for (const user of behind) addWaiting(user, taken.get(user))
    taken.clear()
    counts.published += published
    for (const [user, count] of missed) {
      counts.missed += count
      log.warn({ user, missed: count }, 'changes were removed from the record before they were published')
    }
    for (const { user, seq } of tooLarge) {
      counts.missed += 1
      log.warn({ user, seq, most: broker.mostBytes }, 'a change is larger than the broker takes, and was not published')
    }
    if (failure) throw new NotStored(failure.error)
    return published >= busyFrom || look.isUrgent
  }

  const run = async (): Promise<void> => {
    for (let failures = 0; !stopped;) {
      try {
        const hasMore = await turn()
        if (failures > 0) log.info('events are published again')
        failures = 0
        if (hasMore) continue
        await pause(gatherMs)
        isIdle = waiting.size === 0
        if (isIdle) await pause(lookEveryMs)
        isIdle = false
      } catch (error) {
        for (const [user, since] of taken) addWaiting(user, since)
        taken.clear()
        counts.failures += 1
        if (failures === 0) log.warn(reasonOf(error), 'events could not be published; they wait in the record, and it is tried again')
        // Nothing more is sent on a connection on which something was lost.
        await broker?.close().catch(() => undefined)
        broker = null
        const longest = Math.min(longestPauseMs, shortestPauseMs * 2 ** failures)
        failures += 1
        await pause(longest * (0.5 + Math.random() / 2))
      }
    }
  }

  return {
    start: () => void (running ??= run()),
    wake(userId) {
      addWaiting(userId)
      if (isIdle) endPause()
    },
    counts() {
      const since = Math.min(waiting.oldest() ?? Infinity, ...taken.values())
      return { ...counts, waitingSeconds: since === Infinity ? 0 : (performance.now() - since) / 1_000 }
    },
    async stop() {
      stopped = true
      endPause()
      await Promise.race([running, new Promise((done) => setTimeout(done, stopMs).unref())])
      await broker?.close().catch(() => undefined)
    },
  }
}

/** The broker did not store a message. */
class NotStored extends Error {
  readonly errorNumber: number | null

  constructor(errorNumber: number | null) {
    super('the broker did not store a message')
    this.errorNumber = errorNumber
  }
}

/** What the log may have of an error: no message, which may hold the broker's URL. */
function reasonOf(error: unknown): Record<string, unknown> {
  if (error instanceof NotStored) return { reason: 'not stored', error: error.errorNumber ?? undefined }
  const { cause } = toProblem(error)
  return { reason: error instanceof Error ? error.name : 'unknown', code: codeOf(cause) || codeOf(error) || undefined }
}
