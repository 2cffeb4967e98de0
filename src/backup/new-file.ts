import { access, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'

/** A file cannot be written or read: why, and what to do, in one line. */
export class FileError extends Error {}

/**
 * Writes a new file, which is there whole or not at all: under another name until it is complete and on the disk.
 * @throws FileError if it exists or cannot be written; then nothing is left of it
 */
export async function writeNewFile(file: string, write: (partial: string) => Promise<void>): Promise<void> {
  const folder = dirname(resolve(file))
  const partial = join(folder, `.${basename(file)}.${process.pid}.partial`)
  if (await exists(file)) throw new FileError(`${file} exists. Choose another name, or remove it.`)
  try {
    // Nobody else can read it, whatever program writes it.
    await (await open(partial, 'wx', 0o600)).close()
    await write(partial)
    await flush(partial)
    await rename(partial, file)
    await flush(folder)
  } catch (error) {
    await rm(partial, { force: true })
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new FileError(`${file} cannot be written (${error.message}). Fix this, or choose another name.`, { cause: error })
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path)
  await handle.sync().finally(() => handle.close())
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )
