import { readFileSync } from 'node:fs'
import { toHtml } from './markdown.ts'
import { htmlOf } from './page.ts'

/** The page with the changes between versions of the contract, and its path. */
export function changesPage(): [path: string, html: string] {
  const text = readFileSync(new URL('../../../src/docs/assets/changes.md', import.meta.url), 'utf8')
  return ['/docs/changes', htmlOf({ title: 'Changes of the contract', body: toHtml(text) })]
}
