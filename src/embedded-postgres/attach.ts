import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { majorVersionOf, noDatabase, readPasswords } from './data.ts'
import { EmbeddedPostgresError } from './error.ts'
import { dataIn, isOccupied } from './home.ts'
import { addressesOf } from './running.ts'
import type { Addresses } from './running.ts'
import { startEmbeddedPostgres } from './start.ts'

/**
 * Takes the folder that holds everything of ours and runs work on the PostgreSQL of its data: on the one that is running there,
 * or else on one that is started for it and stopped afterwards. Throws EmbeddedPostgresError if there is no data.
 * @param alone whether one that is running is an error: nobody else may change the data
 */
export async function withEmbeddedPostgres<T>(dataDir: string, work: (addresses: Addresses) => Promise<T>, alone = false): Promise<T> {
  const data = dataIn(dataDir)
  if ((await majorVersionOf(data)) === undefined) throw noDatabase(data)
  if (!alone && (await isOccupied(dataDir))) return work(await addressesOfRunning(dataDir))
  const postgres = await startEmbeddedPostgres(dataDir)
  try {
    return await work(postgres)
  } finally {
    await postgres.stop()
  }
}

/** Takes the folder that holds everything of ours and gives where to connect to the PostgreSQL that runs there. */
export async function addressesOfRunning(dataDir: string): Promise<Addresses> {
  const data = dataIn(dataDir)
  if (!(await isOccupied(dataDir))) throw new EmbeddedPostgresError(`no PostgreSQL runs in ${data}; start the service`)
  // The lines of the file are listed in PostgreSQL's source, in miscadmin.h: the port is the fourth and the state the eighth.
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const passwords = await readPasswords(data)
  if (lines[7]?.trim() !== 'ready' || !passwords) {
    throw new EmbeddedPostgresError(`the PostgreSQL in ${data} is starting or stopping; try again in a moment`)
  }
  return addressesOf(Number(lines[3]), passwords)
}
