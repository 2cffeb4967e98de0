import type pg from 'pg'
import { isOutage } from './errors.ts'
import type { Query, Connections } from './connections.ts'
import type { PipelineResult, BoundStatement } from './wire/pipeline.ts'

/** A connection that several requests read on, and how many of them wait for it. */
type Reader = { client: Promise<pg.PoolClient>; waiting: number }

// More of them than a small database has processors; what else the pool holds is left to those who write.
const most = 4
// To wait behind so many is quicker than to connect.
const few = 4

/**
 * Has requests read on connections that they share, one behind the other: what they ask in one turn of the loop leaves in one
 * write. Nobody waits behind what is planned anew, as that may take long.
 * @param idle how many connections there are that nobody uses or waits for
 */
export function createSharedConnections(acquire: () => Promise<pg.PoolClient>, idle: () => number, send: Connections['send']): Query {
  const readers = new Set<Reader>()

  const add = (): Reader => {
    const reader = { client: acquire(), waiting: 0 }
    readers.add(reader)
    return reader
  }
  const readerNow = (): Reader => {
    let least: Reader | undefined
    for (const reader of readers) if (!least || reader.waiting < least.waiting) least = reader
    return least && (readers.size === most || (idle() <= 0 && least.waiting < few)) ? least : add()
  }
  const ask = async (reader: Reader, steps: readonly BoundStatement[]): Promise<PipelineResult> => {
    const client = await reader.client
    const outcome = await send(client, steps, true)
    // Those who come now would be lost with it.
    if (isOutage(outcome.failure)) readers.delete(reader)
    return outcome
  }
  const leave = (reader: Reader): void => {
    reader.waiting -= 1
    if (reader.waiting > 0) return
    readers.delete(reader)
    // The pool finds by itself that one was lost; one that was never had is not given back.
    reader.client.then((client) => client.release(), () => undefined)
  }

  return async (steps) => {
    const reader = steps.some(({ anew }) => anew) ? { client: acquire(), waiting: 0 } : readerNow()
    reader.waiting += 1
    try {
      return await ask(reader, steps)
    } finally {
      leave(reader)
    }
  }
}
