import { htmlOf } from './page.ts'
import { explanationOf, problemKinds } from '../../../src/problem.ts'
import type { ProblemKind } from '../../../src/problem.ts'

/** The page of each kind of problem, which its `type` links to: what it means and what to do. */
export const problemPages = (): [path: string, html: string][] => problemKinds.map((kind) => [`/docs/problems/${kind}`, pageOf(kind)])

function pageOf(kind: ProblemKind): string {
  const { status, title, advice } = explanationOf(kind)
  const text = advice.replace(/`([^`]+)`/g, '<code>$1</code>')
  const body = `<h1>${title}</h1>\n<p>${text}</p>\n<p>Status <code>${status}</code>, type <code>/docs/problems/${kind}</code>.</p>`
  return htmlOf({ title: `${status} ${title}`, body })
}
