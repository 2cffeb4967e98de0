import { createRoles } from '../database/catalog.ts'
import { requireDirect, requireWithoutTables, roleForDump } from '../database/backup-role.ts'
import { openSession } from '../database/single-connection.ts'
import { runClient } from './programs.ts'

/**
 * Writes all rows of a database to a file, in the custom format of pg_dump, from one snapshot.
 * @throws CannotDump if no role sees all rows, or if pg_dump is missing or fails
 */
export async function dumpDatabase(databaseUrl: string, file: string): Promise<void> {
  const client = await openSession(databaseUrl, 'taskpact backup')
  try {
    await requireDirect(client)
    const role = await roleForDump(client)
    // Without --enable-row-security it fails rather than leave out rows.
    await runClient('pg_dump', databaseUrl, ['--format', 'custom', '--file', file, ...(role === null ? [] : ['--role', role])])
  } finally {
    await client.end()
  }
}

/**
 * Restores a dump into an empty database, whole or not at all. The login role owns everything afterwards.
 * @throws CannotDump if the database is not empty, or if pg_restore is missing or fails
 */
export async function restoreDump(databaseUrl: string, file: string): Promise<void> {
  const client = await openSession(databaseUrl, 'taskpact restore')
  try {
    await requireDirect(client)
    await requireWithoutTables(client)
    await createRoles(client)
    await runClient('pg_restore', databaseUrl, ['--no-owner', '--exit-on-error', '--single-transaction', file])
  } finally {
    await client.end()
  }
}
