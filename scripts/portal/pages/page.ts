import { readFileSync } from 'node:fs'

/** The content of a page, and the address of its script, if it has one. */
export type Page = { title: string; body: string; script?: string }

/** How guides look, here and in the portal. */
export const guideStyle = readFileSync(new URL('../../../src/docs/assets/guide.css', import.meta.url), 'utf8')

const style = `
:root { color-scheme: light dark }
html { background: Canvas; color: CanvasText }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 6vh auto; padding: 0 1.5rem }
nav { margin-top: 3rem }
`

/** Renders a page as HTML. It follows the reader's color scheme, and can be read without its script. */
export const htmlOf = ({ title, body, script }: Page): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/docs/icon.svg">
<style>${style}${guideStyle}</style>
${script === undefined ? '' : `<script defer src="${script}"></script>\n`}<main class="guide">
${body}
</main>
<nav aria-label="Documentation"><a href="/docs">Reference</a> · <a href="/docs/guides">Guides</a> · <a href="/docs/changes">Changes</a></nav>
</html>
`
