import type { Config } from '../config/settings.ts'
import { startEmbeddedPostgres } from '../embedded-postgres/index.ts'
import type { EmbeddedPostgres } from '../embedded-postgres/index.ts'
import { migrate } from '../database/migrate.ts'

/** A migrated database: the migrations applied just now, and the embedded PostgreSQL if it is used. */
export type ReadyDatabase = { url: string; applied: string[]; embedded: EmbeddedPostgres | null }

/** Migrates the configured or the embedded database and runs work on it. If the work fails, the embedded one is stopped. */
export async function withDatabase({ databaseUrl, dataDir }: Config, work: (database: ReadyDatabase) => Promise<void>): Promise<void> {
  if (databaseUrl !== null) return work({ url: databaseUrl, applied: await migrate(databaseUrl), embedded: null })
  const embedded = await startEmbeddedPostgres(dataDir)
  try {
    await work({ url: embedded.url, applied: await migrate(embedded.url), embedded })
  } catch (error) {
    await embedded.stop()
    throw error
  }
}
