import type { Page } from 'playwright-core'
import { bundle } from './bundle.ts'
import { insist, phone, visit } from './visit.ts'
import type { Stage } from './visit.ts'

/** Reads the guides and a problem page on a phone, in dark and light colors. */
export async function readPages(stage: Stage): Promise<string> {
  const faintTexts = `${await bundle('contrast.ts')}; inPage.faintTexts()`
  const links = new Set([`${stage.url}/docs/guides`, `${stage.url}/docs/problems/invalid-request`])
  const read: string[] = []
  await visit(stage, { name: 'pages', window: phone, origins: [stage.url] }, async ({ page, look }) => {
    // The first page lists the others, which are added on the way.
    for (const address of links) {
      const { origin, pathname } = new URL(address)
      if (origin !== stage.url) continue
      const response = await page.request.get(address)
      insist(response.status() === 200, `${address}, which a page refers to, answers 200, not ${response.status()}`)
      if (!/^\/docs\/(guides|problems)/.test(pathname)) continue
      await page.goto(address)
      await fits(page, pathname)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        const faint = await page.evaluate<string[]>(faintTexts)
        insist(
          faint.length === 0,
          `every text of ${pathname} has a contrast of 4.5 to 1 in ${colorScheme} colors: see the style in scripts/portal/pages/page.ts\n${faint.join('\n')}`,
        )
      }
      await look(pathname.split('/').at(-1) ?? '')
      for (const link of await reachLinks(page, pathname)) links.add(link)
      read.push(pathname)
    }
  })
  return `${read.length} pages, guides and a problem's, fit a phone and can be read in the light and in the dark; their links are reached and lead on`
}

async function fits(page: Page, path: string): Promise<void> {
  insist((await page.getByRole('heading', { level: 1 }).count()) === 1, `${path} has one heading of the first level`)
  const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  insist(beyond <= 0, `${path} is no wider than the window (${beyond} pixels more): see the style in scripts/portal/pages/page.ts`)
}

/** Goes to each link by Tab; scrollable code takes the focus too. @returns where the links lead */
async function reachLinks(page: Page, path: string): Promise<string[]> {
  const links = await page.evaluate<string[]>('Array.from(document.links, (link) => link.href)')
  const unreached = new Set(links)
  const stops = await page.locator('a, button, pre, table').count()
  for (let pressed = 0; pressed < stops && unreached.size > 0; pressed++) {
    await page.keyboard.press('Tab')
    unreached.delete(await page.evaluate<string>("document.activeElement.href ?? ''"))
  }
  insist(unreached.size === 0, `Tab reaches the links of ${path}: ${[...unreached].join(', ')}`)
  return links
}
