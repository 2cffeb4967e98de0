// openapi.yaml and its releases → what changed from one version of the contract to the next.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { changelogOf, versionsIn } from '../contract/changelog.ts'
import type { JsonObject } from '../contract/document.ts'
import { releasesIn } from '../contract/releases.ts'

/** Where the changelog of the contract is. */
export const changesPath = 'src/docs/assets/changes.md'

/**
 * The text of src/docs/assets/changes.md. A clone without the tags of its releases, as CI may make one, cannot tell what changed in
 * them: there the text is left as it is.
 */
export async function contractChanges(root: URL): Promise<string> {
  const contract = parse(await readFile(new URL('openapi.yaml', root), 'utf8')) as JsonObject // the linter has seen to its shape
  const written = await readFile(new URL(changesPath, root), 'utf8').catch(() => '')
  const releases = releasesIn(fileURLToPath(root))
  const [, ...released] = versionsIn(written)
  const missing = released.filter((version) => !releases.some((release) => release.version === version))
  if (missing.length === 0) return changelogOf(releases, contract)
  console.log(`${changesPath} is left as it is, as there is no tag here of ${missing.join(', ')}; to compare: git fetch --tags --unshallow`)
  return written
}
