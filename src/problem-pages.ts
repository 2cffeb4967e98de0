import type { RequestHandler } from 'express'
import { explanationOf, isProblemKind } from './problem.ts'
import type { ProblemKind } from './problem.ts'
import { sendPage } from './send.ts'

const prefix = '/docs/problems/'

/** Serves, for each kind of problem, the page that its `type` refers to: what it means and what to do about it. */
export const problemPages: RequestHandler = (request, response, next) => {
  const kind = request.url.startsWith(prefix) ? request.url.slice(prefix.length).replace(/[/?].*$/, '') : ''
  if (!isProblemKind(kind) || (request.method !== 'GET' && request.method !== 'HEAD')) {
    next()
    return
  }
  sendPage(response, pageOf(kind))
}

function pageOf(kind: ProblemKind): string {
  const { status, title, advice } = explanationOf(kind)
  const text = advice.replace(/`([^`]+)`/g, '<code>$1</code>')
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${status} ${title}</title>
<style>body { font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 10vh auto; padding: 0 1.5rem }</style>
<h1>${title}</h1>
<p>${text}</p>
<p>Status <code>${status}</code>, type <code>${prefix}${kind}</code>. <a href="/docs">All of the API</a></p>
</html>
`
}
