import { randomBytes } from 'node:crypto'
import { chmod, chown, lchown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { EmbeddedPostgresError, reasonIn, unless } from './error.ts'
import { run } from './processes.ts'
import type { Account, Outcome } from './processes.ts'

/** A data folder, the account that works on it, the programs it does that with and their settings. */
export type Place = { data: string; account: Account; binaries: Binaries; settings: Record<string, string> }

/** The passwords of the two roles that a data folder comes with. */
export type Passwords = { superuser: string; taskpact: string }

/**
 * Takes a place and makes its data folder ready to serve: creates it with the role and database taskpact on the first
 * run, checks that it fits afterwards. Gives the passwords of its roles. A run that dies half-way leaves nothing the next
 * one could trip over. Throws EmbeddedPostgresError when the data cannot be used.
 */
export async function prepareData(place: Place): Promise<Passwords> {
  const found = await majorVersionOf(place.data)
  if (found === undefined) {
    await refuseInterrupted(place.data)
    return createData(place)
  }
  if (found !== place.binaries.major) throw otherVersion(place, found)
  if (place.account) await handOver(place.data, place.account)
  return (await readPasswords(place.data)) ?? (await replacePasswords(place))
}

/** Takes a data folder without data and gives the error that says so. */
export function noDatabase(data: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`${dirname(data)} holds no database; set DATA_DIR to the folder of the embedded PostgreSQL, or set DATABASE_URL`)
}

// Data of an older version without any of this one: new, empty data would look as if everything were lost.
async function refuseInterrupted(data: string): Promise<void> {
  const kept = (await readdir(dirname(data))).find((name) => /^postgres-\d+$/.test(name))
  if (kept === undefined) return
  const path = join(dirname(data), kept)
  throw new EmbeddedPostgresError(`${path} holds data of an older version, and ${data} has none; rename ${kept} to postgres and run: taskpact upgrade`)
}

function otherVersion({ data, binaries: { major } }: Place, found: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    Number(found) < Number(major)
      ? `${data} holds data of PostgreSQL ${found} and this release comes with PostgreSQL ${major}; run: taskpact upgrade`
      : `${data} holds data of PostgreSQL ${found} and this release comes with PostgreSQL ${major}; run a newer release, or set DATA_DIR to another folder`,
  )
}

/**
 * Gives the data folder as PostgreSQL's programs are told it. The account root runs them under may have no way
 * through the folders above, but it starts out inside: the working directory needs no path.
 */
export function dataArgument({ data, account }: Pick<Place, 'data' | 'account'>): string {
  return account && process.platform === 'linux' ? '/proc/self/cwd' : data
}

/** Takes settings and gives them as arguments for the program postgres. */
export function settingArguments(settings: Record<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Takes a data folder and gives the major version of PostgreSQL that made it, or undefined if there is none yet. */
export async function majorVersionOf(data: string): Promise<string | undefined> {
  const version = await unless('ENOENT', readFile(join(data, 'PG_VERSION'), 'utf8'))
  if (version !== undefined) return version.trim()
  const entries = (await unless('ENOENT', readdir(data))) ?? []
  if (entries.length === 0) return undefined
  throw new EmbeddedPostgresError(`${data} contains files that are not PostgreSQL's; move them away, or set DATA_DIR`)
}

async function createData(place: Place): Promise<Passwords> {
  const { data } = place
  return withDraft(place, async (draft) => {
    const passwords = await populate(draft)
    await writePasswords(data, passwords)
    await publish(draft.data, data)
    return passwords
  })
}

/**
 * Takes a place and runs work on the same place with a new, empty data folder next to its own; earlier ones that were left
 * are removed. If the work fails, so is this one.
 */
export async function withDraft<T>(place: Place, work: (draft: Place) => Promise<T>): Promise<T> {
  for (const path of await draftsOf(place.data)) await discard(path)
  const data = `${place.data}.new-${randomBytes(4).toString('hex')}`
  await mkdir(data, { mode: 0o700 })
  try {
    if (place.account) await chown(data, place.account.uid, place.account.gid)
    return await work({ ...place, data })
  } catch (error) {
    await discard(data)
    throw error
  }
}

/** Gives a finished draft its final name; it is there whole or not at all. */
export async function publish(draft: string, data: string): Promise<void> {
  await rename(draft, data)
  await flush(join(data, '..'))
}

async function draftsOf(data: string): Promise<string[]> {
  const folder = join(data, '..')
  return (await readdir(folder)).map((name) => join(folder, name)).filter((path) => path.startsWith(`${data}.new-`))
}

// What an initdb whose owner was killed still writes must not stop us: it goes by itself, so try a few times.
async function discard(draft: string): Promise<void> {
  await rm(draft, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => {})
}

/** Fills an empty data folder: roles, the database taskpact, and passwords, which it gives. */
export async function populate(place: Place, passwords = newPasswords()): Promise<Passwords> {
  // A built-in locale: results do not depend on what the machine has installed.
  const args = [
    '-D',
    dataArgument(place),
    '--username=postgres',
    '--pwfile=/dev/stdin',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
    ...(place.settings['fsync'] === 'off' ? ['--no-sync'] : []),
  ]
  // cat makes a pipe of our socket, which Linux would not let initdb open by name.
  const outcome = await run('/bin/sh', ['-c', 'cat | "$0" "$@"', place.binaries.initdb, ...args], {
    cwd: place.data,
    account: place.account,
    input: `${passwords.superuser}\n`,
  })
  if (outcome.code !== 0) throw failure('could not create its data', place, outcome)
  await execute(place, [`CREATE ROLE taskpact LOGIN CREATEROLE CREATEDB PASSWORD '${passwords.taskpact}'`, 'CREATE DATABASE taskpact OWNER taskpact'])
  return passwords
}

/** Sets new passwords: without their file nobody could log in, and an account that can write the data may do so. */
export async function replacePasswords(place: Place): Promise<Passwords> {
  const passwords = newPasswords()
  await execute(place, [`ALTER ROLE postgres PASSWORD '${passwords.superuser}'`, `ALTER ROLE taskpact PASSWORD '${passwords.taskpact}'`])
  await writePasswords(place.data, passwords)
  return passwords
}

// In single-user mode: no port is open and nobody else can be connected.
async function execute(place: Place, statements: string[]): Promise<void> {
  const args = [
    '--single',
    '-D',
    dataArgument(place),
    ...settingArguments(place.settings),
    '-c',
    'exit_on_error=on',
    '-c',
    'log_min_error_statement=panic',
    'postgres',
  ]
  const input = statements.map((statement) => `${statement};\n`).join('')
  const outcome = await run(place.binaries.postgres, args, { cwd: place.data, account: place.account, input })
  if (outcome.code !== 0) throw failure('could not set up its roles', place, outcome)
}

function failure(what: string, place: Place, { output }: Outcome): EmbeddedPostgresError {
  const reason = reasonIn(output).replaceAll('/proc/self/cwd', place.data)
  return new EmbeddedPostgresError(`PostgreSQL ${what} (${reason}); fix this, or set DATABASE_URL`)
}

// Letters, digits, - and _ only: safe within quotes and within an URL.
function newPasswords(): Passwords {
  return { superuser: randomBytes(24).toString('base64url'), taskpact: randomBytes(24).toString('base64url') }
}

/** Takes a data folder and gives the passwords of its roles, or undefined if they are lost. */
export async function readPasswords(data: string): Promise<Passwords | undefined> {
  const content = await unless('ENOENT', readFile(passwordsFile(data), 'utf8'))
  try {
    const found: unknown = JSON.parse(content ?? 'null')
    return isPasswords(found) ? found : undefined
  } catch {
    return undefined
  }
}

const isPasswords = (found: unknown): found is Passwords =>
  typeof found === 'object' &&
  found !== null &&
  'superuser' in found &&
  'taskpact' in found &&
  typeof found.superuser === 'string' &&
  typeof found.taskpact === 'string'

/** Takes a data folder and gives the path of the file with its passwords, next to it. */
export function passwordsFile(data: string): string {
  return `${data}.json`
}

/** Keeps the passwords of a data folder in a file that its owner alone can read. */
export async function writePasswords(data: string, passwords: Passwords): Promise<void> {
  await writePrivate(passwordsFile(data), `${JSON.stringify(passwords, null, 2)}\n`)
}

/** Writes a file that its owner alone can read; it is there whole or not at all. */
export async function writePrivate(path: string, content: string | Buffer): Promise<void> {
  const draft = `${path}.new`
  await rm(draft, { force: true })
  await writeFile(draft, content, { mode: 0o600, flag: 'wx' })
  await flush(draft)
  await rename(draft, path)
}

/** Has the system write a file or a folder to the disk. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path)
  await handle.sync().finally(() => handle.close())
}

// A backup put back by root belongs to root; PostgreSQL insists on owning its data and on nobody else reading it.
async function handOver(data: string, account: NonNullable<Account>): Promise<void> {
  if ((await stat(data)).uid === 0) await giveTo(data, account)
}

/** Gives a data folder, with all that is in it, to the account that PostgreSQL runs under. */
export async function giveTo(data: string, { uid, gid }: NonNullable<Account>): Promise<void> {
  for (const entry of await readdir(data, { recursive: true })) await lchown(join(data, entry), uid, gid)
  await chmod(data, 0o700)
  await chown(data, uid, gid)
}
