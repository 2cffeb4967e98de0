import { bind } from './wire/pipeline.ts'
import type { Connections } from './connections.ts'
import { isOutage } from './errors.ts'
import { guards } from '../generated/guards.ts'
import * as sql from '../generated/sql.ts'

/** The database does not isolate users: what is wrong, in one line. */
export class UnsafeDatabaseError extends Error {}

/**
 * Checks that the database isolates users: roles without special rights that own nothing, forced row-level security
 * on every table with user data, and the policies of this release. A database that cannot be reached passes: readiness reports it.
 * @throws UnsafeDatabaseError
 */
export async function assertRowLevelSecurity(connections: Connections): Promise<void> {
  try {
    const all = await isolationFaults(connections)
    if (all.length > 0) throw new UnsafeDatabaseError(`The database does not keep users apart: ${all.join('; ')}. Fix this before you start the service.`)
  } catch (error) {
    // Its own words, such as a definition, may read like an outage.
    if (error instanceof UnsafeDatabaseError || !isOutage(error)) throw error
  }
}

/** What would let a user see the rows of another user, a line each. */
export async function isolationFaults(connections: Pick<Connections, 'alone'>): Promise<string[]> {
  const { results, failure } = await connections.alone([bind(sql.findFaults, {}, null), bind(sql.listGuards, {}, null)])
  if (failure) throw failure
  const [faults, found] = results.map(({ rows }) => rows) as [{ fault: string }[], Guard[]] // as the statements are typed
  return [...faults.map(({ fault }) => fault), ...differencesOf(found)]
}

type Guard = { guard: string; definition: string }

/** How the policies and functions differ from those that the migrations create; not known on a server that is newer than this release. */
function differencesOf(found: Guard[]): string[] {
  if (found.length === 0) return []
  const definitions = new Map(found.map(({ guard, definition }) => [guard, definition]))
  const missing = Object.keys(guards).filter((guard) => !definitions.has(guard))
  return [
    ...missing.map((guard) => `${guard} is missing`),
    ...found.flatMap(({ guard, definition }) => {
      const expected = Object.hasOwn(guards, guard) ? guards[guard] : undefined
      if (expected === undefined) return [`${guard} is not part of this release`]
      return expected === definition ? [] : [`${guard} is "${definition}" and not "${expected}"`]
    }),
  ]
}
