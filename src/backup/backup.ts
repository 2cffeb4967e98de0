import { open } from 'node:fs/promises'
import { repairDatabase } from '../database/catalog.ts'
import { migrate } from '../database/migrate.ts'
import { backUpOnline } from '../database/online-backup.ts'
import { backUp, restoreBackup, withEmbeddedPostgres } from '../embedded-postgres/index.ts'
import type { DatabaseLocation } from '../config/settings.ts'
import { dumpDatabase, restoreDump } from './dump.ts'
import { FileError, writeNewFile } from './new-file.ts'

/** Writes a backup of the database to a new file, while it may be in use. @throws in one line; then nothing is left of the file */
export async function backUpDatabase({ databaseUrl, dataDir }: DatabaseLocation, file: string): Promise<void> {
  await writeNewFile(file, async (partial) => {
    if (databaseUrl !== null) await dumpDatabase(databaseUrl, partial)
    else await withEmbeddedPostgres(dataDir, ({ superuserUrl }) => backUp(dataDir, partial, (data, log) => backUpOnline(superuserUrl, data, log)))
  })
}

/** Restores a backup into a new data folder or an empty database. @throws in one line; then it is as it was */
export async function restoreDatabase({ databaseUrl, dataDir }: DatabaseLocation, file: string): Promise<void> {
  const kind = await kindOf(file)
  if (databaseUrl === null) {
    if (kind !== 'files') throw new FileError(`${file} is a dump of a PostgreSQL server. Set DATABASE_URL to an empty database to restore it into.`)
    await restoreBackup(dataDir, file)
    return withEmbeddedPostgres(dataDir, ({ url }) => bringUpToDate(url))
  }
  if (kind !== 'dump') {
    throw new FileError(`${file} is a backup of the embedded PostgreSQL. Unset DATABASE_URL to restore it, then run taskpact move.`)
  }
  await restoreDump(databaseUrl, file)
  await bringUpToDate(databaseUrl)
}

/** What a start would do, so that it is known now whether one will succeed. */
async function bringUpToDate(url: string): Promise<void> {
  await migrate(url)
  await repairDatabase(url)
}

/** @throws FileError if it cannot be read, or is no backup */
async function kindOf(file: string): Promise<'files' | 'dump'> {
  const start = Buffer.alloc(5)
  try {
    const handle = await open(file)
    await handle.read(start, 0, start.length, 0).finally(() => handle.close())
  } catch (error) {
    throw new FileError(`${file} cannot be read (${error instanceof Error ? error.message : String(error)}). Check its name.`, { cause: error })
  }
  if (start.toString('latin1') === 'PGDMP') return 'dump'
  if (start[0] === 0x1f && start[1] === 0x8b) return 'files'
  throw new FileError(`${file} is no backup: taskpact backup makes one.`)
}
