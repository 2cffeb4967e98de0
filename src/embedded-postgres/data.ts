import { randomBytes } from 'node:crypto'
import { chmod, chown, lchown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { codeOf, EmbeddedPostgresError, reasonIn } from './error.ts'
import { run } from './processes.ts'
import type { Account, Outcome } from './processes.ts'

/** A data folder, the account that works on it, the programs it does that with and their settings. */
export type Place = { data: string, account: Account, binaries: Binaries, settings: Record<string, string> }

type Passwords = { superuser: string, taskpact: string }

/**
 * Takes a place and makes its data folder ready to serve: creates it with the role and database taskpact on the first
 * run, checks that it fits afterwards. Gives the password of the role taskpact. A run that dies half-way leaves
 * nothing the next one could trip over. Throws EmbeddedPostgresError when the data cannot be used.
 */
export async function prepareData(place: Place): Promise<string> {
  const secrets = `${place.data}.json`
  const found = await majorVersionOf(place.data)
  if (found === undefined) return (await createData(place, secrets)).taskpact
  if (found !== place.binaries.major) {
    throw new EmbeddedPostgresError(`${place.data} holds data of PostgreSQL ${found} and this is PostgreSQL ` +
      `${place.binaries.major}; dump it with PostgreSQL ${found}, or set DATA_DIR to another folder`)
  }
  if (place.account) await handOver(place.data, place.account)
  const { taskpact } = await readPasswords(secrets) ?? await replacePasswords(place, secrets)
  return taskpact
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

async function majorVersionOf(data: string): Promise<string | undefined> {
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8').catch((error: unknown) => codeOf(error))
  if (version !== 'ENOENT') return version.trim()
  const entries = await readdir(data).catch((error: unknown) => codeOf(error))
  if (entries === 'ENOENT' || entries.length === 0) return undefined
  throw new EmbeddedPostgresError(`${data} holds something else than PostgreSQL's data; move it away or set DATA_DIR`)
}

async function createData(place: Place, secrets: string): Promise<Passwords> {
  const { data, account } = place
  for (const path of await draftsOf(data)) await discard(path)
  const draft = `${data}.new-${randomBytes(4).toString('hex')}`
  await mkdir(draft, { mode: 0o700 })
  try {
    if (account) await chown(draft, account.uid, account.gid)
    const passwords = await populate({ ...place, data: draft })
    await writePasswords(secrets, passwords)
    await rename(draft, data)
    await flush(join(data, '..'))
    return passwords
  } catch (error) {
    await discard(draft)
    throw error
  }
}

async function draftsOf(data: string): Promise<string[]> {
  const folder = join(data, '..')
  return (await readdir(folder)).map((name) => join(folder, name)).filter((path) => path.startsWith(`${data}.new-`))
}

// What an initdb whose owner was killed still writes must not stop us: it goes by itself, so try a few times.
async function discard(draft: string): Promise<void> {
  await rm(draft, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => {})
}

async function populate(place: Place): Promise<Passwords> {
  const passwords = newPasswords()
  // A built-in locale: results do not depend on what the machine has installed.
  const args = ['-D', dataArgument(place), '--username=postgres', '--pwfile=/dev/stdin', '--auth=scram-sha-256',
    '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums',
    '--no-instructions', ...(place.settings['fsync'] === 'off' ? ['--no-sync'] : [])]
  // cat makes a pipe of our socket, which Linux would not let initdb open by name.
  const outcome = await run('/bin/sh', ['-c', 'cat | "$0" "$@"', place.binaries.initdb, ...args],
    { cwd: place.data, account: place.account, input: `${passwords.superuser}\n` })
  if (outcome.code !== 0) throw failure('could not create its data', place, outcome)
  await execute(place, [
    `CREATE ROLE taskpact LOGIN CREATEROLE CREATEDB PASSWORD '${passwords.taskpact}'`,
    'CREATE DATABASE taskpact OWNER taskpact',
  ])
  return passwords
}

// Without its file nobody could log in any more; whoever can write the data may set new passwords.
async function replacePasswords(place: Place, secrets: string): Promise<Passwords> {
  const passwords = newPasswords()
  await execute(place, [
    `ALTER ROLE postgres PASSWORD '${passwords.superuser}'`,
    `ALTER ROLE taskpact PASSWORD '${passwords.taskpact}'`,
  ])
  await writePasswords(secrets, passwords)
  return passwords
}

// In single-user mode: no port is open and nobody else can be connected.
async function execute(place: Place, statements: string[]): Promise<void> {
  const args = ['--single', '-D', dataArgument(place), ...settingArguments(place.settings),
    '-c', 'exit_on_error=on', '-c', 'log_min_error_statement=panic', 'postgres']
  const input = statements.map((statement) => `${statement};\n`).join('')
  const outcome = await run(place.binaries.postgres, args, { cwd: place.data, account: place.account, input })
  if (outcome.code !== 0) throw failure('could not set up its roles', place, outcome)
}

function failure(what: string, place: Place, { output }: Outcome): EmbeddedPostgresError {
  const reason = reasonIn(output).replaceAll('/proc/self/cwd', place.data)
  return new EmbeddedPostgresError(`PostgreSQL ${what} (${reason}); put that right or set DATABASE_URL`)
}

// Letters, digits, - and _ only: safe within quotes and within an URL.
function newPasswords(): Passwords {
  return { superuser: randomBytes(24).toString('base64url'), taskpact: randomBytes(24).toString('base64url') }
}

async function readPasswords(path: string): Promise<Passwords | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (typeof found !== 'object' || !found || !('superuser' in found) || !('taskpact' in found)) return undefined
    const { superuser, taskpact } = found
    return typeof superuser === 'string' && typeof taskpact === 'string' ? { superuser, taskpact } : undefined
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

async function writePasswords(path: string, passwords: Passwords): Promise<void> {
  const draft = `${path}.new`
  await rm(draft, { force: true })
  await writeFile(draft, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  await flush(draft)
  await rename(draft, path)
}

async function flush(path: string): Promise<void> {
  const handle = await open(path)
  await handle.sync().finally(() => handle.close())
}

// A backup put back by root belongs to root; PostgreSQL insists on owning its data and on nobody else reading it.
async function handOver(data: string, { uid, gid }: NonNullable<Account>): Promise<void> {
  if ((await stat(data)).uid !== 0) return
  for (const entry of await readdir(data, { recursive: true })) await lchown(join(data, entry), uid, gid)
  await chmod(data, 0o700)
  await chown(data, uid, gid)
}
