import { readFileSync, readdirSync } from 'node:fs'
import { parse } from 'marked'
import { htmlOf } from './page.ts'
import type { Page } from './page.ts'

// Two levels below the package root, as this module is, both in src/ and in dist/.
const folder = new URL('../../src/docs/assets/guides/', import.meta.url)

/** Every guide as a page, by its path, and the page that lists them. */
export function guidePages(): [path: string, html: string][] {
  const guides = readdirSync(folder).sort().map(guideOf)
  const items = guides.map(({ path, page }) => `<li><a href="${path}">${page.title}</a></li>`)
  const index: Page = { title: 'Guides', body: `<h1>Guides</h1>\n<ol>\n${items.join('\n')}\n</ol>` }
  return [['/docs/guides', htmlOf(index)], ...guides.map(({ path, page }): [string, string] => [path, htmlOf(page)])]
}

/** The number that a file begins with is its place among the others; its first line is its title. */
function guideOf(file: string): { path: string; page: Page } {
  const text = readFileSync(new URL(file, folder), 'utf8')
  const title = /^# (.+)$/m.exec(text)?.[1] ?? file
  const body = parse(text, { async: false })
  return { path: `/docs/guides/${file.replace(/^\d+-|\.md$/g, '')}`, page: { title, body } }
}
