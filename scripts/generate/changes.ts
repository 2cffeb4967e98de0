// openapi.yaml and its releases → the changelog of the contract.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { changelogOf, versionsIn } from '../contract/changelog.ts'
import type { JsonObject } from '../contract/document.ts'
import { releasesIn } from '../contract/releases.ts'

/** Where the changelog of the contract is. */
export const changesPath = 'src/docs/assets/changes.md'

/**
 * The text of src/docs/assets/changes.md. A clone without the tags of its releases, as in CI, cannot tell what changed in
 * them and leaves the text unchanged.
 */
export async function contractChanges(root: URL): Promise<string> {
  const contract = parse(await readFile(new URL('openapi.yaml', root), 'utf8')) as JsonObject // the linter checks its shape
  const written = await readFile(new URL(changesPath, root), 'utf8').catch(() => '')
  const releases = releasesIn(fileURLToPath(root))
  const [, ...released] = versionsIn(written)
  const missing = released.filter((version) => !releases.some((release) => release.version === version))
  if (missing.length === 0) return changelogOf(releases, contract)
  console.log(`${changesPath} is left unchanged, as the tags of ${missing.join(', ')} are missing. Fetch them: git fetch --tags --unshallow`)
  return written
}
