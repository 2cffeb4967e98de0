import type { Guide } from './pages/guides.ts'
import { objectOf, operationsOf, textOf } from '../contract/document.ts'
import type { JsonObject } from '../contract/document.ts'
import { tagsOf } from './document.ts'
import type { Link } from './document.ts'

/** What the page shows until Scalar is loaded, and what llms.txt lists: every guide and operation, with a link. */
export type Outline = { title: string; summary: string; sections: { title: string; links: Link[] }[] }

/** The guides, and the operations of each tag with where Scalar shows them. */
export function outlineOf(contract: JsonObject, guides: readonly Guide[]): Outline {
  const { title, summary } = objectOf(contract['info'])
  const operations = operationsOf(contract)
  return {
    title: textOf(title),
    summary: textOf(summary),
    sections: [
      { title: 'Guides', links: guides.map((guide) => ({ text: guide.title, href: `/docs/guides/${guide.name}` })) },
      ...tagsOf(contract).map((tag) => ({
        title: tag.displayName,
        links: operations
          .filter(({ operation }) => [operation['tags']].flat().includes(tag.name))
          .map(({ name, summary: text }) => ({ text, href: `/docs#tag/${tag.name}/${name.replace(' ', '')}` })),
      })),
    ],
  }
}

/** The outline as a part of the page. */
export function outlineHtml({ title, summary, sections }: Outline): string {
  const parts = sections.map((section) => {
    const items = section.links.map(({ text, href }) => `<li><a href="${escaped(href)}">${escaped(text)}</a></li>`)
    return `<h2>${escaped(section.title)}</h2>\n<ul>\n${items.join('\n')}\n</ul>`
  })
  return `<main class="outline">\n<h1>${escaped(title)}</h1>\n<p>${escaped(summary)}</p>\n${parts.join('\n')}\n</main>`
}

/** The outline for language models: https://llmstxt.org. */
export function llmsText({ title, summary, sections }: Outline, downloads: readonly Link[]): string {
  const all = [{ title: 'Contract', links: downloads }, ...sections]
  const parts = all.map((section) => [`## ${section.title}`, '', ...section.links.map(({ text, href }) => `- [${text}](${href})`)].join('\n'))
  return [`# ${title}`, `> ${summary}`, ...parts].join('\n\n') + '\n'
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
