import { createWriteStream } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { platform, readArchive } from './archive.ts'
import type { About } from './archive.ts'
import { giveTo, majorVersionOf, passwordsFile, publish, withDraft, writePrivate } from './data.ts'
import type { Place } from './data.ts'
import { EmbeddedPostgresError, messageOf, unless } from './error.ts'
import { occupy } from './home.ts'
import { endServer } from './running.ts'
import { startServer } from './server.ts'

/**
 * Takes the folder that is to hold everything of ours, without a database so far, and makes one there of a backup. PostgreSQL has
 * recovered it when this resolves. Throws EmbeddedPostgresError if it cannot be restored; then nothing of it is left.
 * @returns when the backup was made
 */
export async function restoreBackup(dataDir: string, file: string): Promise<string> {
  const { place, release } = await occupy(dataDir)
  try {
    if ((await majorVersionOf(place.data)) !== undefined) {
      throw new EmbeddedPostgresError(`${place.data} already holds a database; move it away, or set DATA_DIR to a new folder`)
    }
    return await withDraft(place, async (draft) => {
      const { about, secret, passwords } = await unpackInto(draft, file)
      await recover(draft)
      // The data come last: until then there is no database here.
      if (secret) await keepSecret(place, secret)
      if (passwords) await writePrivate(passwordsFile(place.data), passwords)
      await publish(draft.data, place.data)
      return about.created_at
    })
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error
    throw new EmbeddedPostgresError(`${file} cannot be restored (${messageOf(error)}); fix this and try again`, { cause: error })
  } finally {
    await release()
  }
}

type Unpacked = { about: About; secret: Buffer | undefined; passwords: Buffer | undefined }

async function unpackInto({ data, binaries }: Place, file: string): Promise<Unpacked> {
  const beside = new Map<string, Buffer>()
  let about: About | undefined
  await readArchive(file, {
    about: (found) => {
      requireFitting(found, binaries.major, file)
      about = found
    },
    folder: async (name) => {
      await mkdir(join(data, inData(name) ?? ''), { recursive: true, mode: 0o700 })
    },
    file: async (name, content: Readable) => {
      const path = inData(name)
      if (path === undefined) beside.set(name, await buffer(content))
      else await pipeline(content, createWriteStream(join(data, path), { flags: 'wx', mode: 0o600 }))
    },
  })
  if (!about) throw new EmbeddedPostgresError(`${file} is no backup; use another one`)
  return { about, secret: beside.get('secret'), passwords: beside.get('postgres.json') }
}

/** The path in the data folder, or undefined for what is next to it. */
function inData(name: string): string | undefined {
  return name === 'postgres' ? '' : name.startsWith('postgres/') ? name.slice('postgres/'.length) : undefined
}

function requireFitting({ postgres, platform: made }: About, major: string, file: string): void {
  if (postgres !== major) {
    throw new EmbeddedPostgresError(
      `${file} is a backup of PostgreSQL ${postgres} and this release comes with PostgreSQL ${major}; restore it with a release that has ${postgres}, then run: taskpact upgrade`,
    )
  }
  if (made !== platform()) {
    throw new EmbeddedPostgresError(
      `${file} was made on ${made} and cannot be read on ${platform()}; restore it there, then run taskpact move to a PostgreSQL that both can reach`,
    )
  }
}

/** Has PostgreSQL carry out its log, which makes the data consistent. It writes all files to the disk before it does. */
async function recover(draft: Place): Promise<void> {
  if (draft.account) await giveTo(draft.data, draft.account)
  await endServer(await startServer(draft))
}

/** What tokens and sessions are signed with. Another one would end all sessions, so it is never replaced. */
async function keepSecret({ data }: Place, secret: Buffer): Promise<void> {
  const path = join(dirname(data), 'secret')
  const found = await unless('ENOENT', readFile(path))
  if (found && !found.equals(secret))
    throw new EmbeddedPostgresError(`${path} is another secret than the one in the backup; move it away, or set DATA_DIR to a new folder`)
  await writePrivate(path, secret)
}
