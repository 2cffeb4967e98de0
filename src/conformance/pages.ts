import type { Answer, Request } from './http.ts'
import { objectsOf } from './json.ts'
import { Fault } from './outcome.ts'
import type { TestRun } from './trial.ts'

/** More pages than this count as an endless loop. */
const mostPages = 1_000

/** All pages, starting with a request and following Link. @throws Fault if a page repeats */
export async function pagesOf(trial: TestRun, request: Request): Promise<Record<string, unknown>[][]> {
  const pages: Record<string, unknown>[][] = []
  const seen = new Set<string>()
  for (let next: Request | null = request; next !== null;) {
    const answer: Answer = await trial.expect(next, 200)
    pages.push(objectsOf(answer.json))
    const target = nextOf(trial.url, answer)
    if (target !== null && (seen.has(target) || seen.size >= mostPages)) throw new Fault('a last page', `${target} again as the next one`)
    if (target !== null) seen.add(target)
    next = target === null ? null : { ...request, path: target, query: [] }
  }
  return pages
}

/** The path and query of the next page as `Link` names it (RFC 8288); null on the last one. @throws Fault */
export function nextOf(url: string, { headers }: Answer): string | null {
  const link = headers.get('Link')
  if (link === null) return null
  const [, target] = /<([^>]*)>\s*;[^,]*\brel="?next\b/i.exec(link) ?? []
  return target === undefined ? null : targetAt(url, target, 'Link')
}

/** The path and query that a header names, relative to the deployment. @throws Fault where it is somewhere else */
export function targetAt(url: string, reference: string, header: string): string {
  const at = URL.canParse(reference, url) ? new URL(reference, url) : null
  // A deployment may have a path prefix on its host, and may or may not include it in its links.
  if (at?.host !== new URL(url).host) throw new Fault(`a ${header} within the deployment`, reference)
  const prefix = new URL(url).pathname.replace(/\/$/, '')
  const target = at.pathname + at.search
  return target.startsWith(`${prefix}/`) ? target.slice(prefix.length) : target
}
