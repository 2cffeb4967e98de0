import pLimit from 'p-limit'
import type pg from 'pg'
import { isOutage } from './errors.ts'
import type { Query, Connections } from './connections.ts'
import type { PipelineResult, BoundStatement } from './wire/pipeline.ts'

/** A connection that several requests read on, and the number of requests that wait for it. */
type Reader = { client: Promise<pg.PoolClient>; waiting: number }

/** How many connections there are for reads of a kind, and how many requests wait for one before another is used. */
type Sharing = { most: number; share: number }

// A read of one resource takes a moment, so nobody waits long for it. What requests share makes each cheaper on both ends of the
// connection, and two give more than a process asks for.
const ofOne: Sharing = { most: 2, share: 32 }
// Others may take long. More connections than a small database has processors; the rest of the pool is for writes.
const ofMany: Sharing = { most: 4, share: 1 }
// Waiting for this many requests is faster than connecting.
const few = 4
// Of the pool, what statements with a custom plan may take together: one connection is left to shared reads, and some to writes.
const mostCustomPlans = 6

/**
 * Runs the reads of several requests on shared connections, in order: the queries of one turn of the loop are sent in one
 * write. Statements with a custom plan get their own connection, as they may take long.
 * @param idle the number of connections that are neither used nor waited for
 */
export function createSharedConnections(
  { acquire, send, alone }: Pick<Connections, 'acquire' | 'send' | 'alone'>,
  idle: () => number,
): Pick<Connections, 'read' | 'readOne'> {
  const customPlans = pLimit(mostCustomPlans)
  const shared = (sharing: Sharing): Query => {
    const read = createReaders(acquire, send, idle, sharing)
    return (steps) => (steps.some(({ customPlan }) => customPlan) ? customPlans(() => alone(steps)) : read(steps))
  }
  return { readOne: shared(ofOne), read: shared(ofMany) }
}

function createReaders(acquire: Connections['acquire'], send: Connections['send'], idle: () => number, { most, share }: Sharing): Query {
  const readers = new Set<Reader>()

  const add = (): Reader => {
    const reader = { client: acquire(), waiting: 0 }
    readers.add(reader)
    return reader
  }
  const readerNow = (): Reader => {
    let least: Reader | undefined
    for (const reader of readers) {
      if (reader.waiting < share) return reader
      if (!least || reader.waiting < least.waiting) least = reader
    }
    return least && (readers.size === most || (idle() <= 0 && least.waiting < few)) ? least : add()
  }
  const ask = async (reader: Reader, steps: readonly BoundStatement[]): Promise<PipelineResult> => {
    const client = await reader.client
    const outcome = await send(client, steps, true)
    // New requests would fail with it.
    if (isOutage(outcome.failure)) readers.delete(reader)
    return outcome
  }
  const leave = (reader: Reader): void => {
    reader.waiting -= 1
    if (reader.waiting > 0) return
    readers.delete(reader)
    // The pool detects a lost connection itself; one that was never acquired is not released.
    reader.client.then(
      (client) => client.release(),
      () => undefined,
    )
  }

  return async (steps) => {
    const reader = readerNow()
    reader.waiting += 1
    try {
      return await ask(reader, steps)
    } finally {
      leave(reader)
    }
  }
}
