import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import type { TransformCallback } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { extract, pack } from 'tar-stream'
import type { Extract, Pack } from 'tar-stream'
import { EmbeddedPostgresError, messageOf } from './error.ts'

/*
 * A backup is a tar file, packed with gzip. First comes backup.json, which says what can restore it; then what the data folder
 * holds, under postgres/, and the files next to it; last checksums.json, with the SHA-256 of each. So one that was cut off is noticed.
 */
const first = 'backup.json'
const last = 'checksums.json'

/** What is in a backup: which PostgreSQL made it, and when. Only the same major version on the same platform can read the files. */
export type About = { format: 1; postgres: string; platform: string; created_at: string }

/** What the archive is given: a folder, or a file with its content. A content that is shorter than its size is filled up with zeros. */
export type Archive = {
  folder: (name: string) => Promise<void>
  file: (name: string, size: number, content: Readable) => Promise<void>
}

/** Gives the platform that the files of this PostgreSQL fit. */
export const platform = (): string => `${process.platform}-${process.arch}`

// The pages of a database are easily packed; a higher level takes three times as long for a tenth less.
const level = 3

/** Writes an archive to a file. */
export async function writeArchive(path: string, about: About, fill: (archive: Archive) => Promise<void>): Promise<void> {
  const entries = pack()
  const written = pipeline(entries, createGzip({ level }), createWriteStream(path, { mode: 0o600 }))
  await Promise.all([written, produce(entries, about, fill)])
}

async function produce(entries: Pack, about: About, fill: (archive: Archive) => Promise<void>): Promise<void> {
  const checksums: Record<string, string> = {}
  const file = async (name: string, size: number, content: Readable): Promise<void> => {
    const digest = hashing()
    await pipeline(content, filledUp(size), digest.stream, entries.entry({ name, size, mode: 0o600 }))
    checksums[name] = digest.hex()
  }
  const folder = (name: string): Promise<void> =>
    new Promise((done, failed) => {
      entries.entry({ name, type: 'directory', mode: 0o700 }, (error) => (error ? failed(error) : done()))
    })
  const json = (name: string, value: object): Promise<void> => {
    const bytes = Buffer.from(JSON.stringify(value))
    return file(name, bytes.length, Readable.from([bytes]))
  }
  try {
    await json(first, about)
    await fill({ folder, file })
    await json(last, { ...checksums })
    entries.finalize()
  } catch (error) {
    entries.destroy(error instanceof Error ? error : undefined)
    throw error
  }
}

/** What becomes of the entries of an archive, in their order. The content of a file has to be read to its end. */
export type Unpacking = {
  about: (about: About) => void | Promise<void>
  folder: (name: string) => Promise<void>
  file: (name: string, content: Readable) => Promise<void>
}

// The names that we give ourselves: nothing leads out of the folder.
const isName = (name: string): boolean => name.split('/').every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part))

/**
 * Reads an archive from its beginning to its end, and checks it meanwhile.
 * @throws EmbeddedPostgresError if it is damaged or incomplete; then what was unpacked is of no use
 */
export async function readArchive(path: string, unpacking: Unpacking): Promise<void> {
  const entries = extract()
  const read = pipeline(createReadStream(path), createGunzip(), entries)
  // It may fail while an entry is still being unpacked, before anybody waits for it.
  read.catch(() => undefined)
  try {
    const checksums = await unpack(entries, unpacking)
    await read
    if (!checksums) throw new Error('its end is missing')
  } catch (error) {
    await read.catch(() => undefined)
    if (error instanceof EmbeddedPostgresError) throw error
    throw new EmbeddedPostgresError(`${path} is damaged, incomplete or no backup (${messageOf(error)}); nothing was restored, use another backup`, {
      cause: error,
    })
  }
}

/** @returns whether the checksums came, and were right */
async function unpack(entries: Extract, { about, folder, file }: Unpacking): Promise<boolean> {
  const found: Record<string, string> = {}
  let complete = false
  for await (const entry of entries) {
    const { name: given, type } = entry.header
    const name = given.replace(/\/$/, '')
    if (!isName(name) || (type !== 'file' && type !== 'directory') || complete) throw new Error(`it holds ${given}`)
    if (Object.keys(found).length === 0 && name !== first) throw new Error(`it does not begin with ${first}`)
    const digest = hashing()
    const content = digest.stream
    // If the archive ends too early, the reader of the content is told.
    const passed = pipeline(entry, content)
    passed.catch(() => undefined)
    if (type === 'directory') await folder(name)
    else if (name === first) await about(aboutIn(await jsonIn(content)))
    else if (name === last) complete = sameChecksums(await jsonIn(content), found)
    else await file(name, content)
    content.resume()
    await passed
    if (type === 'file') found[name] = digest.hex()
  }
  return complete
}

function aboutIn(found: unknown): About {
  if (!isAbout(found)) throw new Error(`its ${first} is not of this format; a later release may read it`)
  return found
}

const isAbout = (found: unknown): found is About =>
  typeof found === 'object' &&
  found !== null &&
  'format' in found &&
  found.format === 1 &&
  ['postgres', 'platform', 'created_at'].every((name) => typeof Reflect.get(found, name) === 'string')

function sameChecksums(given: unknown, found: Record<string, string>): true {
  const expected = typeof given === 'object' && given !== null ? Object.entries(given) : []
  const wrong = expected.find(([name, checksum]) => found[name] !== checksum)
  if (wrong) throw new Error(`${wrong[0]} does not have its checksum`)
  if (expected.length !== Object.keys(found).length) throw new Error('its checksums are not those of all files')
  return true
}

async function jsonIn(content: Readable): Promise<unknown> {
  return JSON.parse(await text(content))
}

/** Passes bytes through, and gives their SHA-256 afterwards. */
function hashing(): { stream: Transform; hex: () => string } {
  const hash = createHash('sha256')
  const stream = new Transform({
    transform(chunk: Buffer, _, done: TransformCallback) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  return { stream, hex: () => hash.digest('hex') }
}

/** Passes bytes through up to a size, and makes up the rest with zeros: a file may shrink while it is read. */
function filledUp(size: number): Transform {
  let rest = size
  return new Transform({
    transform(chunk: Buffer, _, done: TransformCallback) {
      const part = chunk.subarray(0, rest)
      rest -= part.length
      done(null, part)
    },
    flush(done) {
      for (; rest > 0; rest -= Math.min(rest, 65_536)) this.push(Buffer.alloc(Math.min(rest, 65_536)))
      done()
    },
  })
}
