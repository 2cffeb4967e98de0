import { readFileSync } from 'node:fs'
import { parse } from 'marked'
import { htmlOf } from './page.ts'

/** What changed from one version of the contract to the next, as a page, and its path. */
export function changesPage(): [path: string, html: string] {
  // Two levels below the package root, as this module is, both in src/ and in dist/.
  const text = readFileSync(new URL('../../src/docs/assets/changes.md', import.meta.url), 'utf8')
  return ['/docs/changes', htmlOf({ title: 'Changes of the contract', body: parse(text, { async: false }) })]
}
