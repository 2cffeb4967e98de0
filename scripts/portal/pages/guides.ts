import { readFileSync, readdirSync } from 'node:fs'
import { toHtml } from './markdown.ts'
import { htmlOf } from './page.ts'

const folder = new URL('../../../src/docs/assets/guides/', import.meta.url)

/** A guide: the name in its path, its title and its Markdown. */
export type Guide = { name: string; title: string; text: string }

/** Every guide, in the order of reading. */
export const readGuides = (): Guide[] =>
  readdirSync(folder)
    .sort((one, other) => Number.parseInt(one) - Number.parseInt(other))
    .map(guideOf)

/** Every guide as a page, by its path, and the page that lists them. */
export function guidePages(): [path: string, html: string][] {
  const guides = readGuides()
  const items = guides.map((guide) => `<li>${linkTo(guide)}</li>`)
  const index = htmlOf({ title: 'Guides', body: `<h1>Guides</h1>\n<ol>\n${items.join('\n')}\n</ol>` })
  const pages = guides.map((guide, at): [string, string] => {
    const body = `${toHtml(guide.text)}\n${neighborsOf(guides[at - 1], guides[at + 1])}`
    return [pathOf(guide), htmlOf({ title: guide.title, body, script: '/docs/guide.js' })]
  })
  return [['/docs/guides', index], ...pages]
}

/** The number in the file name sets the order; the first line is the title. */
function guideOf(file: string): Guide {
  const text = readFileSync(new URL(file, folder), 'utf8')
  return { name: file.replace(/^\d+-|\.md$/g, ''), title: /^# (.+)$/m.exec(text)?.[1] ?? file, text }
}

const pathOf = ({ name }: Guide): string => `/docs/guides/${name}`
const linkTo = (guide: Guide, rel = ''): string => `<a href="${pathOf(guide)}"${rel && ` rel="${rel}"`}>${guide.title}</a>`

function neighborsOf(previous: Guide | undefined, next: Guide | undefined): string {
  const links = [previous && `Previous: ${linkTo(previous, 'prev')}`, next && `Next: ${linkTo(next, 'next')}`].filter((link) => link !== undefined)
  return `<nav aria-label="Guides">${links.join(' · ')}</nav>`
}
