import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { accountFor } from './account.ts'
import { findBinaries } from './binaries.ts'
import type { Place } from './data.ts'
import { EmbeddedPostgresError, messageOf } from './error.ts'
import { claimLock, holderOf } from './lock.ts'

/** A data folder that nobody else starts a PostgreSQL on until it is released. */
export type Occupied = { place: Place; release: () => Promise<void> }

const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  shared_buffers: '64MB',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_destination: 'stderr',
  logging_collector: 'off',
}

/** Takes the folder that holds everything of ours and gives the one that PostgreSQL works in. */
export function dataIn(dataDir: string): string {
  return join(resolve(dataDir), 'postgres')
}

/**
 * Takes the folder that holds everything of ours (created when missing) and gives its place, which is this process's alone until
 * it is released. Throws EmbeddedPostgresError when another process has it, or when nothing can be done there.
 */
export async function occupy(dataDir: string, settings: Record<string, string> = {}): Promise<Occupied> {
  const data = dataIn(dataDir)
  const release = await lock(dirname(data))
  try {
    const account = await accountFor(data)
    return { place: { data, account, binaries: await findBinaries(account), settings: { ...SETTINGS, ...settings } }, release }
  } catch (error) {
    await release()
    throw oneLine(error, `PostgreSQL cannot be started in ${dirname(data)}`)
  }
}

/** Takes the folder that holds everything of ours and says whether a process has it. */
export async function isOccupied(dataDir: string): Promise<boolean> {
  return (await holderOf(lockIn(resolve(dataDir)))) !== undefined
}

/** Takes anything thrown and gives it as one line that says what could not be done. */
export function oneLine(error: unknown, what: string): Error {
  if (error instanceof EmbeddedPostgresError) return error
  return new EmbeddedPostgresError(`${what} (${messageOf(error)}); fix this, or set DATABASE_URL`, { cause: error })
}

const lockIn = (home: string): string => join(home, 'server.lock')

async function lock(home: string): Promise<() => Promise<void>> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 })
    const claim = await claimLock(lockIn(home))
    if ('release' in claim) return claim.release
    throw new EmbeddedPostgresError(`the data folder ${home} is in use by process ${claim.holder}; stop it, or set DATA_DIR to another folder`)
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error
    // Without the name of the temporary file it happened to.
    const reason = messageOf(error).replace(/, .*/, '')
    throw new EmbeddedPostgresError(`the data folder ${home} cannot be used (${reason}); set DATA_DIR to a writable folder`, { cause: error })
  }
}
