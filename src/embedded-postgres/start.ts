import { dirname } from 'node:path'
import { prepareData } from './data.ts'
import { occupy, oneLine } from './home.ts'
import { endLeftover } from './leftover.ts'
import { running } from './running.ts'
import type { EmbeddedPostgres } from './running.ts'
import { startServer } from './server.ts'

/** Settings of PostgreSQL in place of ours, such as `fsync: 'off'` for a throw-away server. */
export type EmbeddedPostgresOptions = { settings?: Record<string, string> }

/**
 * Takes the folder that holds everything of ours (created when missing) and starts PostgreSQL on the data in its
 * subfolder `postgres`, creating that data on the first run. The server ends when this process does, however that
 * ends. Throws EmbeddedPostgresError when it cannot start; then nothing is left running.
 */
export async function startEmbeddedPostgres(dataDir: string, { settings = {} }: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> {
  const { place, release } = await occupy(dataDir, settings)
  try {
    await endLeftover(place)
    const passwords = await prepareData(place)
    return running(await startServer(place), passwords, release)
  } catch (error) {
    await release()
    throw oneLine(error, `PostgreSQL cannot be started in ${dirname(place.data)}`)
  }
}
