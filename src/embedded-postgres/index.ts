import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { accountFor } from './account.ts'
import { findBinaries } from './binaries.ts'
import { prepareData } from './data.ts'
import { EmbeddedPostgresError, messageOf } from './error.ts'
import { endLeftover } from './leftover.ts'
import { claimLock } from './lock.ts'
import { startServer } from './server.ts'
import type { Server } from './server.ts'

export { EmbeddedPostgresError } from './error.ts'

/** A PostgreSQL of our own, running beside this process. */
export type EmbeddedPostgres = {
  /**
   * Where and as whom to connect: the role taskpact on 127.0.0.1, which owns the database taskpact and may create
   * roles and databases but is no superuser.
   */
  url: string
  /** Resolves when the server process has ended for whatever reason, with true when `stop` asked for it. */
  ended: Promise<boolean>
  /** Ends the server, cutting off open connections; resolves when it is gone. May be called more than once. */
  stop: () => Promise<void>
}

/** Settings of PostgreSQL in place of ours, such as `fsync: 'off'` for a throw-away server. */
export type EmbeddedPostgresOptions = { settings?: Record<string, string> }

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

const UNTIL_QUIT = 10_000

/**
 * Takes the folder that holds everything of ours (created when missing) and starts PostgreSQL on the data in its
 * subfolder `postgres`, creating that data on the first run. The server ends when this process does, however that
 * ends. Throws EmbeddedPostgresError when it cannot start; then nothing is left running.
 */
export async function startEmbeddedPostgres(
  dataDir: string, { settings = {} }: EmbeddedPostgresOptions = {},
): Promise<EmbeddedPostgres> {
  const home = resolve(dataDir)
  const release = await occupy(home)
  try {
    const data = join(home, 'postgres')
    const account = await accountFor(data)
    const place = { data, account, binaries: await findBinaries(account), settings: { ...SETTINGS, ...settings } }
    await endLeftover(place)
    const password = await prepareData(place)
    return running(await startServer(place), password, release)
  } catch (error) {
    await release()
    if (error instanceof EmbeddedPostgresError) throw error
    throw new EmbeddedPostgresError(
      `PostgreSQL cannot be started in ${home} (${messageOf(error)}); put that right or set DATABASE_URL`,
      { cause: error })
  }
}

async function occupy(home: string): Promise<() => Promise<void>> {
  const claim = await lockOf(home).catch((error: unknown) => {
    throw new EmbeddedPostgresError(
      `the data folder ${home} cannot be used (${plainReason(error)}); set DATA_DIR to a folder that can be written`,
      { cause: error })
  })
  if ('release' in claim) return claim.release
  throw new EmbeddedPostgresError(
    `the data folder ${home} is in use by process ${claim.holder}; stop it or set DATA_DIR to another folder`)
}

// Without the name of the temporary file it happened to.
function plainReason(error: unknown): string {
  return messageOf(error).replace(/, .*/, '')
}

async function lockOf(home: string) {
  await mkdir(home, { recursive: true, mode: 0o700 })
  return await claimLock(join(home, 'server.lock'))
}

function running({ port, child, watchdog }: Server, password: string, release: () => Promise<void>): EmbeddedPostgres {
  let stopping: Promise<void> | undefined
  const exited = new Promise<void>((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done()
    else child.once('exit', () => done())
  })
  const ended = exited.then(async () => {
    const asked = stopping !== undefined
    await watchdog.dismiss()
    await release()
    return asked
  })
  const stop = async () => {
    child.kill('SIGINT')
    const insist = setTimeout(() => child.kill('SIGQUIT'), UNTIL_QUIT)
    await ended
    clearTimeout(insist)
  }
  return { url: `postgresql://taskpact:${password}@127.0.0.1:${port}/taskpact`, ended, stop: () => stopping ??= stop() }
}
