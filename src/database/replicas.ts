import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import type { ReplicaSettings } from '../config/settings.ts'
import * as sql from '../generated/sql.ts'
import type { Connections } from './connections.ts'
import { createSilentLog } from '../observability/log.ts'
import { codeOf, isOutage, isStatementTimeout } from './errors.ts'
import { ImplicitTransaction } from './implicit-transaction.ts'
import type { Replica } from './implicit-transaction.ts'
import { maintenance } from './maintenance.ts'
import { bind } from './wire/pipeline.ts'

/** What became of a read on a replica. All but the first are read on the primary: it lacked something, knew no such session, or failed. */
export type ReplicaOutcome = 'served' | 'late' | 'refused' | 'failed'

/** The replicas of the database, for reads of what users have. */
export type Replicas = {
  /**
   * The replica that a user's read is sent to first; null for none.
   * @param isOfOne whether it reads one resource
   * @param toldOf the number of the last change that the client was told of; 0 for none
   */
  replicaFor(userId: number, isOfOne: boolean, toldOf: () => number): Replica | null
  /** Notes a commit of this process, with the number of the user's last change. */
  wrote(userId: number, seq: number): void
  /** Resolves when no process reads any more on a replica that lacks what is committed now. */
  reached(): Promise<void>
  /** How far each replica lagged when it was last asked, in seconds, by host; null if it did not respond. */
  lags(): Map<string, number | null>
  stop(): Promise<void>
}

type Node = { host: string; connections: Connections; usable: boolean; lagMs: number | null }
type Has = { installation: string; at: number; seq: number }

// How often the time is written, so that a replica without a delay has a recent one.
const beatsInLag = 5

// The time has a connection of its own: requests can keep all others to the primary busy, which is when replicas are needed most.
const mostForTime = 1

// A user who is not remembered can miss for a moment what they wrote, unless their client sends Sync-After.
const mostRemembered = 20_000

/**
 * Reads on replicas. The primary writes the time several times a second: what a replica has of it says how old everything else is that it
 * has. A replica is read if that is at most `maxLagMs` by the clock of the primary, and if it has the user's last change. So nobody has to
 * wait for a replica, and what is committed holds on all of them, in every process, once `maxLagMs` have passed.
 * @param open connects to the primary or a replica, by `most` connections or the usual number of them
 * @param count is called with what became of each read
 */
export function createReplicas(
  primaryUrl: string,
  { urls, maxLagMs }: ReplicaSettings,
  open: (url: string, log: Logger, most?: number) => Connections,
  count: (host: string, outcome: ReplicaOutcome) => void,
  log: Logger,
): Replicas {
  const nodes = urls.map((url): Node => {
    const { host } = new URL(url)
    return { host, connections: open(url, log.child({ replica: host })), usable: false, lagMs: null }
  })
  // That the primary does not respond is told by those who send requests to it.
  const primary = urls.length === 0 ? null : open(primaryUrl, createSilentLog(), mostForTime)
  const written = new LRUCache<number, number>({ max: mostRemembered, ttl: 2 * maxLagMs })
  let installation: string | null = null
  let aheadMs = 0

  /** A time to come was written by a primary with another clock. */
  const isRecent = (has: Has): boolean => {
    const ageMs = performance.now() + aheadMs - has.at
    return has.installation === installation && ageMs <= maxLagMs && ageMs > -maxLagMs / beatsInLag
  }

  const use = (node: Node, usable: boolean, reason: object = {}): void => {
    if (node.usable === usable) return
    node.usable = usable
    if (usable) log.info({ replica: node.host }, 'a replica is read')
    else log.warn({ replica: node.host, ...reason }, 'a replica is not read any more')
  }

  /** Writes the time, and learns the primary's. That it was sent before the time was read makes a replica look older, never newer. */
  const beat = async ({ alone }: Connections): Promise<void> => {
    try {
      const sent = performance.now()
      const told = await new ImplicitTransaction(alone, maintenance).one(sql.beat, {})
      installation = told.installation
      aheadMs = told.now - sent
    } catch (error) {
      // The replicas are soon too old to be read.
      log.debug({ code: codeOf(error) }, 'the primary did not take the time')
    }
  }

  const ask = async (node: Node): Promise<void> => {
    try {
      const has = await new ImplicitTransaction(node.connections.alone, maintenance).one(sql.askReplica, {})
      node.lagMs = Math.max(0, performance.now() + aheadMs - has.at)
      use(node, isRecent(has), { lagMs: Math.round(node.lagMs) })
    } catch (error) {
      node.lagMs = null
      use(node, false, { code: codeOf(error) })
    }
  }

  const timers = (primary ? [() => beat(primary), ...nodes.map((node) => () => ask(node))] : []).map((work) => repeat(work, maxLagMs / beatsInLag))

  const readOn = (node: Node, userId: number, isOfOne: boolean, needed: number): Replica => {
    const end = (outcome: ReplicaOutcome): boolean => {
      count(node.host, outcome)
      return outcome === 'served'
    }
    return {
      ask: isOfOne ? node.connections.readOne : node.connections.read,
      step: bind(sql.askReplica, {}, userId),
      accepts({ results: [asked, opened], failure }) {
        const [has, session] = [asked?.rows[0] as Has | undefined, opened?.rows[0] as { stands: boolean | null } | undefined] // their types
        if (failure && !(has && isStatementTimeout(failure))) {
          if (isOutage(failure)) use(node, false, { code: codeOf(failure) })
          return end('failed')
        }
        // It may be too new for the replica, or it has ended.
        if (!session?.stands) return end('refused')
        const recent = has !== undefined && isRecent(has)
        if (!recent) use(node, false)
        return end(recent && has.seq >= needed ? 'served' : 'late')
      },
      failed() {
        use(node, false)
        end('failed')
      },
    }
  }

  return {
    replicaFor(userId, isOfOne, toldOf) {
      // A user stays on one as long as it is read, so that their lists do not go back in time.
      const from = userId % (nodes.length || 1)
      const node = [...nodes.slice(from), ...nodes.slice(0, from)].find(({ usable }) => usable)
      return node ? readOn(node, userId, isOfOne, Math.max(toldOf(), written.get(userId) ?? 0)) : null
    },
    wrote(userId, seq) {
      if (nodes.length > 0) written.set(userId, Math.max(seq, written.get(userId) ?? 0))
    },
    reached: () => (nodes.length === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, maxLagMs))),
    lags: () => new Map(nodes.map(({ host, lagMs }) => [host, lagMs === null ? null : lagMs / 1_000])),
    async stop() {
      timers.forEach(clearInterval)
      await Promise.all([primary?.close(), ...nodes.map(({ connections }) => connections.close())])
    },
  }
}

/** Does work at an interval, unless it is still being done. */
function repeat(work: () => Promise<void>, everyMs: number): NodeJS.Timeout {
  let running = false
  return setInterval(() => {
    if (running) return
    running = true
    void work().finally(() => (running = false))
  }, everyMs).unref()
}
