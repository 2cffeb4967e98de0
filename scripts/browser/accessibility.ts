import axe from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { client, createTask, open, responseTo, sendButton, tryIt } from './reference.ts'
import { desk, insist, phone, visit } from './visit.ts'
import type { Stage } from './visit.ts'

/** A rule of axe that a page breaks, and the elements. */
type Violation = { rule: string; elements: string[] }

/** Rules that Scalar's own elements break, whatever its settings. Everything outside of them has to keep every rule. */
const brokenByScalar = new Set([
  'aria-allowed-role',
  'aria-input-field-name',
  'aria-prohibited-attr',
  'aria-required-attr',
  'aria-valid-attr-value',
  'button-name',
  'landmark-no-duplicate-main',
  'landmark-unique',
  'presentation-role-conflict',
  'scrollable-region-focusable',
])

const pages = ['/docs/guides', '/docs/guides/better-auth', '/docs/guides/limits', '/docs/changes', '/docs/problems/not-found']

/** Checks the pages and the portal with axe's rules, at a desk by day and on a phone at night. */
export async function checkAccessibility(stage: Stage): Promise<string> {
  const seen = new Set<string>()
  for (const [name, window] of [
    ['axe-desk', desk],
    ['axe-phone', phone],
  ] as const)
    for (const rule of await checkIn(stage, name, window)) seen.add(rule)
  const kept = [...brokenByScalar].filter((rule) => !seen.has(rule))
  insist(kept.length === 0, `Scalar breaks the rules that scripts/browser/accessibility.ts names; it keeps ${kept.join(', ')}: remove them there`)
  return `no rule of axe is broken at a desk and on a phone, except inside of Scalar: ${[...seen].sort().join(', ')}`
}

/** @returns the rules that Scalar breaks */
async function checkIn(stage: Stage, name: string, window: BrowserContextOptions): Promise<string[]> {
  const { url } = stage
  const byScalar: string[] = []
  // Without a sign-in, which is what the request gets.
  await visit(stage, { name, window, origins: [url], expected: [/status of 401/] }, async ({ page }) => {
    for (const path of pages) {
      await page.goto(url + path)
      demand(path, await violationsIn(page))
    }
    await open(page, url)
    byScalar.push(...allowed('/docs', await violationsIn(page)))
    await page.goto(`${url}/docs#tag/guide-errors`)
    await page.locator('[id$="tag/guide-errors"]').getByRole('button', { name: 'Copy', exact: true }).waitFor()
    byScalar.push(...allowed('a guide in the portal', await violationsIn(page)))
    demand('the text of a guide in the portal', await violationsIn(page, '[id$="tag/guide-errors"] .markdown'))
    await tryIt(page, url, createTask)
    await responseTo(page, () => sendButton(page).click())
    await client(page).getByRole('region', { name: 'Response', exact: true }).getByRole('textbox').waitFor()
    byScalar.push(...allowed('the try-it client', await violationsIn(page)))
  })
  return byScalar
}

function allowed(where: string, violations: Violation[]): string[] {
  demand(
    where,
    violations.filter(({ rule }) => !brokenByScalar.has(rule)),
  )
  return violations.map(({ rule }) => rule)
}

function demand(where: string, violations: Violation[]): void {
  const lines = violations.map(({ rule, elements }) => `${rule}: ${elements.slice(0, 5).join(' | ')}`)
  insist(violations.length === 0, `${where} breaks no rule of axe\n      ${lines.join('\n      ')}`)
}

/** The rules of axe that a page, or a part of it, breaks. */
export async function violationsIn(page: Page, part = 'html'): Promise<Violation[]> {
  await page.evaluate(axe.source)
  return page.evaluate<Violation[]>(`axe.run(${JSON.stringify(part)}, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => ({ rule: id, elements: nodes.map(({ html }) => html.slice(0, 200)) })))`)
}
