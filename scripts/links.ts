// Checks the links of all documents without the network: files, their headings, pages that the service serves, and files named in code spans.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { marked } from 'marked'
import { loadContract } from '../src/contract/contract.ts'
import { portalFiles } from './portal/files.ts'
import { runProgram } from './support/program.ts'

const usage = `npx tsx scripts/links.ts

Checks the links of all documents, without the network.`

type Link = { kind: 'link' | 'file'; target: string }

const served = new Set([...portalFiles().map(({ path }) => path), ...Object.keys(loadContract().document.paths)])
const isOurFile = /^(?:\.ci|\.config|\.github|scripts|sql|src|tests)\/[\w./-]+$/
// The operation that CONTRIBUTING adds as an example.
const isExample = /countTasks/

/** The links of a Markdown text, and the files that it names in code spans. */
function linksIn(text: string): Link[] {
  const links: Link[] = []
  void marked.walkTokens(marked.lexer(text), (token) => {
    if (token.type === 'link' || token.type === 'image') links.push({ kind: 'link', target: String(token['href']) })
    else if (token.type === 'codespan' && isOurFile.test(String(token['text'])) && !isExample.test(token.raw))
      links.push({ kind: 'file', target: String(token['text']) })
  })
  return links
}

/** The anchors that GitHub gives the headings of a Markdown text. */
const anchorsIn = (text: string): string[] =>
  Array.from(text.matchAll(/^#+ (.+)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** What is wrong with a link of a file; null if it leads somewhere, or to another site. */
function faultOf(file: string, { kind, target }: Link): string | null {
  if (kind === 'file') return existsSync(target) ? null : 'no such file'
  if (/^[a-z]+:/.test(target)) return null
  const [path = '', anchor] = target.split('#')
  if (path.startsWith('/')) return served.has(path) ? null : 'the service has no such page'
  const linked = path === '' ? file : join(dirname(file), path)
  if (!existsSync(linked)) return 'no such file'
  return anchor === undefined || anchorsIn(readFileSync(linked, 'utf8')).includes(anchor) ? null : 'no such heading'
}

/** The descriptions of the contract, which are Markdown, one below the other. */
function descriptionsIn(value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  return Object.entries(value)
    .map(([name, child]) => (name === 'description' && typeof child === 'string' ? `${child}\n\n` : descriptionsIn(child)))
    .join('')
}

const faultsIn = (file: string, text: string): string[] =>
  linksIn(text).flatMap((link) => {
    const fault = faultOf(file, link)
    return fault === null ? [] : [`${file}: ${link.target}: ${fault}`]
  })

await runProgram({ usage }, () => {
  const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], { encoding: 'utf8' }).trim().split('\n')
  const faults = [
    ...documents.flatMap((file) => faultsIn(file, readFileSync(file, 'utf8'))),
    ...faultsIn('openapi.yaml', descriptionsIn(loadContract().document)),
  ]
  for (const fault of faults) console.error(fault)
  return faults.length > 0 ? 1 : 0
})
