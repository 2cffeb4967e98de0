import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf, EmbeddedPostgresError, messageOf } from './error.ts'
import { exists } from './processes.ts'

// A place every account can reach and only root can write.
const SHARED = '/var/lib/taskpact-postgres'

/**
 * For root: takes the folder of a PostgreSQL package which an unprivileged account cannot reach, and a test that
 * tells whether a copy works for that account. Gives the folder of a copy it can reach, made once per version.
 * Throws EmbeddedPostgresError when no trustworthy copy can be had.
 */
export async function reachableCopy(folder: string, works: (native: string) => Promise<boolean>): Promise<string> {
  const copy = join(SHARED, await versionOf(folder))
  try {
    if (await mkdir(SHARED, { recursive: true, mode: 0o755 })) await chmod(SHARED, 0o755)
    await refuseUntrusted(SHARED)
    if (await lstat(copy).catch(() => undefined)) {
      await refuseUntrusted(copy)
      if (await works(copy)) return copy
      await rm(copy, { recursive: true })
    }
    await publish(join(folder, 'native'), copy)
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error
    throw unreachable(folder, messageOf(error))
  }
  if (await works(copy)) return copy
  throw unreachable(folder, `its copy in ${copy} does not run`)
}

function unreachable(folder: string, reason: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `root runs PostgreSQL under an unprivileged account, which cannot reach ${folder} ` +
      `(${reason}); install the project in a folder that others can read, run as an ordinary user, or set DATABASE_URL`,
  )
}

async function versionOf(folder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const version = typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : ''
  if (/^[\w.+-]+$/.test(version)) return version
  throw new EmbeddedPostgresError(`${folder}/package.json names no version; install it again with npm ci`)
}

// Root would run these files as PostgreSQL, so only root may have written them.
async function refuseUntrusted(path: string): Promise<void> {
  const entry = await lstat(path)
  if (entry.isDirectory() && entry.uid === 0 && (entry.mode & 0o022) === 0) return
  throw new EmbeddedPostgresError(`${path} is not a folder that only root can write; remove it and start again`)
}

// Copied aside and then renamed: another process sees all of it or nothing.
async function publish(native: string, copy: string): Promise<void> {
  const draft = `${copy}.draft-${process.pid}`
  await removeAbandoned()
  try {
    await cp(native, draft, { recursive: true, verbatimSymlinks: true })
    await shareModes(draft)
    await rename(draft, copy)
  } catch (error) {
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error
    await refuseUntrusted(copy)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

// Drafts that a kill -9 during the copy left over.
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(SHARED)) {
    const pid = /\.draft-(\d+)$/.exec(name)?.[1]
    if (pid && (Number(pid) === process.pid || !exists(Number(pid)))) await rm(join(SHARED, name), { recursive: true })
  }
}

// An installation made under a strict umask would stay closed to others in the copy as well.
async function shareModes(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await shareModes(path)
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o111 ? 0o755 : 0o644)
  }
}
