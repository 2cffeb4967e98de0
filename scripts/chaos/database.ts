import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import type { EmbeddedPostgres } from '../../src/embedded-postgres/index.ts'

/** A PostgreSQL with its production settings, so that what it acknowledges is on disk, in a temporary folder. */
export type CrashableDatabase = {
  url(): string
  superuserUrl(): string
  /** Kills it and starts it again. */
  crash(): Promise<void>
  close(): Promise<void>
}

/** Starts the database. */
export async function startCrashableDatabase(): Promise<CrashableDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-chaos-'))
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres(folder)
  return {
    url: () => postgres.url,
    superuserUrl: () => postgres.superuserUrl,
    async crash() {
      process.kill(Number.parseInt(await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10), 'SIGKILL')
      await postgres.ended
      postgres = await startEmbeddedPostgres(folder)
    },
    async close() {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
