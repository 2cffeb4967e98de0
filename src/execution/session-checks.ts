import { setTimeout as pause } from 'node:timers/promises'
import type { Connections } from '../database/connections.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import * as sql from '../generated/sql.ts'
import { anonymousContext } from '../identity/session-context.ts'
import type { Caller } from '../identity/caller.ts'
import { isRefusal } from '../problem.ts'

type Checked = Pick<Caller, 'userId' | 'sessionId' | 'tokenId'>

/** Callers who are checked together, and the places, from one, of those whose session or token has ended. */
type Batch = { callers: Checked[]; ended: Promise<ReadonlySet<number>> }

// Thousands of streams are then checked by a few statements a second.
const gatherMs = 250

/**
 * Checks whether sessions, personal access tokens and accounts are still active, many by one statement.
 * @returns a check of a caller; it is true while the database cannot be asked, as nobody can end anything then
 */
export function createSessionChecks(connections: Connections): (caller: Checked) => Promise<boolean> {
  let batch: Batch | null = null

  const begin = (): Batch => {
    const callers: Checked[] = []
    const find = async (): Promise<ReadonlySet<number>> => {
      await pause(gatherMs)
      batch = null
      const values = {
        users: callers.map(({ userId }) => userId),
        sessions: callers.map(({ sessionId }) => sessionId ?? ''),
        tokens: callers.map(({ tokenId }) => tokenId ?? 0),
      }
      const rows = await new ImplicitTransaction(connections.read, anonymousContext).many(sql.findEnded, values)
      return new Set(rows.map(({ place }) => place))
    }
    return { callers, ended: find().catch(noneIfUnavailable) }
  }

  return async (caller) => {
    batch ??= begin()
    const place = batch.callers.push(caller)
    return !(await batch.ended).has(place)
  }
}

function noneIfUnavailable(error: unknown): ReadonlySet<number> {
  if (isRefusal(error, 503)) return new Set()
  throw error
}
