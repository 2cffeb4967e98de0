import type { Config } from '../config.ts'
import { codeOf, isOutage } from '../database/errors.ts'
import { startEmbeddedPostgres } from '../embedded-postgres/index.ts'
import type { EmbeddedPostgres } from '../embedded-postgres/index.ts'
import { migrate } from '../database/migrate.ts'

/** A database that is up to the migrations: those applied just now, and the PostgreSQL behind it where that is one of our own. */
export type ReadyDatabase = { url: string; applied: string[]; embedded: EmbeddedPostgres | null }

/** A configured database that is out of reach, and what to do about it, in one line. */
export class DatabaseUnreachable extends Error {}

/** Does work on the configured database, or on one of our own, once it is migrated; where the work fails, ours is stopped. */
export async function withDatabase({ databaseUrl, dataDir }: Config, work: (database: ReadyDatabase) => Promise<void>): Promise<void> {
  if (databaseUrl !== null) return work({ url: databaseUrl, applied: await migrateReachable(databaseUrl), embedded: null })
  const embedded = await startEmbeddedPostgres(dataDir)
  try {
    await work({ url: embedded.url, applied: await migrate(embedded.url), embedded })
  } catch (error) {
    await embedded.stop()
    throw error
  }
}

async function migrateReachable(databaseUrl: string): Promise<string[]> {
  try {
    return await migrate(databaseUrl)
  } catch (error) {
    if (!(error instanceof Error) || !isOutage(error)) throw error
    throw new DatabaseUnreachable(`DATABASE_URL: the database does not answer (${error.message || codeOf(error)}). Check that it runs, and the URL.`, { cause: error })
  }
}
