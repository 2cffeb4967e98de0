import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A copy of the project in which a test may write. */
export type ScratchCopy = { folder: string; remove(): Promise<void> }

/** Copies some files and folders of the project into a new folder, with the installed packages beside them. */
export async function scratchCopy(...parts: string[]): Promise<ScratchCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-copy-'))
  for (const part of parts) await cp(join(root, part), join(folder, part), { recursive: true })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
