import { htmlOf } from './page.ts'
import { explanationOf, problemKinds } from '../problem.ts'
import type { ProblemKind } from '../problem.ts'

/** For each kind of problem the page that its `type` refers to, by its path: what it means and what to do about it. */
export const problemPages = (): [path: string, html: string][] => problemKinds.map((kind) => [`/docs/problems/${kind}`, pageOf(kind)])

function pageOf(kind: ProblemKind): string {
  const { status, title, advice } = explanationOf(kind)
  const text = advice.replace(/`([^`]+)`/g, '<code>$1</code>')
  const body = `<h1>${title}</h1>\n<p>${text}</p>\n<p>Status <code>${status}</code>, type <code>/docs/problems/${kind}</code>.</p>`
  return htmlOf({ title: `${status} ${title}`, body })
}
