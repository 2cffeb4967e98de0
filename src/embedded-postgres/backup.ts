import { createReadStream } from 'node:fs'
import { open, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { platform, writeArchive } from './archive.ts'
import type { Archive } from './archive.ts'
import { majorVersionOf, passwordsFile } from './data.ts'
import { EmbeddedPostgresError, unless } from './error.ts'
import { dataIn } from './home.ts'

/** What PostgreSQL says at the end of a backup: the files to add, and the last segment of its log that belongs to it. */
export type BackupEnd = { label: string; tablespaces: string; lastSegment: string }

/**
 * PostgreSQL's low-level backup (its manual, section 25.3.4): begins it, has the data copied, ends it and has the log copied, which
 * it keeps until then.
 */
export type OnlineBackup = (copyData: () => Promise<void>, copyLog: (end: BackupEnd) => Promise<void>) => Promise<void>

// What a server makes again when it starts: of these folders nothing is copied but themselves.
const emptied = ['pg_dynshmem', 'pg_notify', 'pg_replslot', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans', 'pg_wal']
const leftOut = /^(postmaster\.(pid|opts)|(backup_label|tablespace_map)(\.old)?|backup_manifest|current_logfiles.*|pg_internal\.init.*|pgsql_tmp.*)$/
const control = 'global/pg_control'

/**
 * Writes the data of a PostgreSQL, and the files next to it, to a new file, while it may be in use.
 * @param online the backup on the server that runs on this data
 * @throws EmbeddedPostgresError if the data cannot be copied
 */
export async function backUp(dataDir: string, file: string, online: OnlineBackup): Promise<void> {
  const data = dataIn(dataDir)
  const about = { format: 1 as const, postgres: (await majorVersionOf(data)) ?? '', platform: platform(), created_at: new Date().toISOString() }
  await writeArchive(file, about, async (archive) => {
    await online(
      () => copyData(data, archive),
      (end) => copyLog(data, archive, end),
    )
    await addText(archive, 'postgres.json', await readFile(passwordsFile(data)))
    const secret = await unless('ENOENT', readFile(join(dirname(data), 'secret')))
    if (secret) await addText(archive, 'secret', secret)
  })
}

async function copyData(data: string, archive: Archive): Promise<void> {
  await archive.folder('postgres')
  await copyFolder(data, '', archive)
  await addText(archive, `postgres/${control}`, await settledControl(data))
}

async function copyFolder(data: string, folder: string, archive: Archive): Promise<void> {
  for (const entry of (await unless('ENOENT', readdir(join(data, folder), { withFileTypes: true }))) ?? []) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (leftOut.test(entry.name) || name === control) continue
    if (entry.isDirectory()) {
      await archive.folder(`postgres/${name}`)
      if (!emptied.includes(name)) await copyFolder(data, name, archive)
    } else if (entry.isFile()) await copyFile(data, name, archive)
    else throw new EmbeddedPostgresError(`${join(data, name)} is neither a file nor a folder; a backup cannot hold it`)
  }
}

// A file may be removed meanwhile, grow or shrink: what the server does to it is in its log, from the beginning of the backup on.
async function copyFile(data: string, name: string, archive: Archive): Promise<void> {
  const handle = await unless('ENOENT', open(join(data, name)))
  if (!handle) return
  try {
    const { size } = await handle.stat()
    const content = size === 0 ? Readable.from([]) : createReadStream('', { fd: handle, autoClose: false, start: 0, end: size - 1 })
    await archive.file(`postgres/${name}`, size, content)
  } finally {
    await handle.close()
  }
}

/** The one file that must not be read half written: it is the same twice in a row. */
async function settledControl(data: string): Promise<Buffer> {
  for (let before = await readFile(join(data, control)); ;) {
    const now = await readFile(join(data, control))
    if (now.equals(before)) return now
    before = now
  }
}

async function copyLog(data: string, archive: Archive, { label, tablespaces, lastSegment }: BackupEnd): Promise<void> {
  if (tablespaces !== '') throw new EmbeddedPostgresError(`${data} has tablespaces, which a backup cannot hold; use pg_basebackup`)
  await addText(archive, 'postgres/backup_label', Buffer.from(label))
  const firstSegment = /^START WAL LOCATION: .*\(file ([0-9A-F]{24})\)$/m.exec(label)?.[1] ?? ''
  const segments = (await readdir(join(data, 'pg_wal'))).filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= firstSegment && name <= lastSegment).sort()
  if (segments[0] !== firstSegment || segments.at(-1) !== lastSegment) {
    throw new EmbeddedPostgresError(`${data} no longer has the log of the time of the backup; try again`)
  }
  for (const name of segments) await copyFile(data, `pg_wal/${name}`, archive)
}

function addText(archive: Archive, name: string, bytes: Buffer): Promise<void> {
  return archive.file(name, bytes.length, Readable.from([bytes]))
}
