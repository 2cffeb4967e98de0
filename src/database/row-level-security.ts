import { bind } from './wire/pipeline.ts'
import type { Connections } from './connections.ts'
import { isOutage } from './errors.ts'
import * as sql from '../generated/sql.ts'

/** A database that does not keep users apart: what is wrong, in one line. */
export class UnsafeDatabaseError extends Error {}

/**
 * Looks whether the database keeps users apart: roles without special rights that own nothing, and row-level security forced
 * on every table of users' data. A database that is out of reach is none that was found unsafe: it is asked when it is back.
 * @throws UnsafeDatabaseError
 */
export async function assertRowLevelSecurity(connections: Connections): Promise<void> {
  try {
    const client = await connections.acquire()
    try {
      const { results, failure } = await connections.send(client, [bind(sql.findFaults, {})])
      if (failure) throw failure
      const faults = (results[0]?.rows ?? []) as { fault: string }[] // as the statement is typed
      if (faults.length > 0) throw new UnsafeDatabaseError(`The database does not keep users apart: ${faults.map(({ fault }) => fault).join('; ')}. Mend it before starting.`)
    } finally {
      client.release()
    }
  } catch (error) {
    if (!isOutage(error)) throw error
  }
}
