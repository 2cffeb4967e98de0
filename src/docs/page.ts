import type { RequestHandler } from 'express'
import { sendPage } from '../http/send.ts'

/** What is on a page. */
export type Page = { title: string; body: string }

const style = `
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 6vh auto; padding: 0 1.5rem }
p, li { overflow-wrap: anywhere }
pre { overflow-x: auto; padding: .75rem 1rem; border: 1px solid #8884; border-radius: .4rem }
code { font-size: .9em }
table { border-collapse: collapse; display: block; overflow-x: auto }
th, td { border: 1px solid #8884; padding: .3rem .6rem; text-align: left; vertical-align: top }
nav { margin-top: 3rem }`

/** A page of our own making as HTML: it follows the reader's colors, and needs no script. */
export const htmlOf = ({ title, body }: Page): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
<main>
${body}
</main>
<nav><a href="/docs">Reference</a> · <a href="/docs/guides">Guides</a> · <a href="/docs/changes">Changes</a></nav>
</html>
`

/** Serves pages by their paths, whatever query or slash stands behind; their style stands within them, and they load nothing. */
export function servePages(pages: ReadonlyMap<string, string>): RequestHandler {
  return (request, response, next) => {
    const html = request.url.startsWith('/docs/') ? pages.get(request.url.replace(/\/?(?:\?.*)?$/, '')) : undefined
    if (html === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) {
      next()
      return
    }
    sendPage(response, html)
  }
}
