import type { Locator, Page } from 'playwright-core'
import { open } from './reference.ts'
import { desk, insist, phone, visit } from './visit.ts'
import type { Stage, Visit } from './visit.ts'

// What people look for, and the guide that answers it.
const questions = { 'offline': 'Working offline', 'pagination': 'Filters, search and pagination', 'rate limit': 'Rate limits, quotas and costs' }

// What has to look alike in the portal and alone. The guide on errors has all of these elements.
const elements = ['p', '.code pre', '.code pre code', '.code button', 'p code', 'table', 'th', 'td']
const properties = ['font-size', 'line-height', 'padding', 'border-width', 'overflow-x', 'word-break']

/** Finds guides by the portal's search and in its sidebar, and reads them there and alone: their code names this server, and can be copied. */
export async function findGuides(stage: Stage): Promise<string> {
  const { url } = stage
  for (const [name, window] of [
    ['guides-desk', desk],
    ['guides-phone', phone],
  ] as const)
    await visit(stage, { name, window, origins: [url] }, async (visited) => {
      const { page } = visited
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      if (window === desk) await search(page, url)
      await readInPortal(visited, url)
      await readAlone(visited, url)
    })
  return 'the portal finds its guides by offline, pagination and rate limit; there and alone, at a desk and on a phone, they look alike and their code is copied with a button'
}

async function search(page: Page, url: string): Promise<void> {
  await open(page, url)
  for (const [question, title] of Object.entries(questions)) {
    await page.getByRole('button', { name: 'Open Search' }).click()
    const dialog = page.getByRole('dialog', { name: 'Search' })
    await dialog.getByRole('combobox').fill(question)
    const found = dialog.getByRole('option').first()
    await found.filter({ hasText: title }).waitFor()
    await found.click()
    await page.getByRole('heading', { name: title, exact: true }).waitFor()
  }
  await page.getByRole('complementary').getByRole('link', { name: 'The first five minutes' }).click()
  await page.getByRole('main').getByText(`API=${url}`).waitFor()
}

async function readInPortal({ page, look }: Visit, url: string): Promise<void> {
  await page.goto(`${url}/docs#tag/guide-first-five-minutes`)
  await copyFirst(page, page.locator('[id$="tag/guide-first-five-minutes"]'), url)
  await look('1-in-portal')
  await page.goto(`${url}/docs#tag/guide-errors`)
  await page.locator('[id$="tag/guide-errors"]').getByRole('button', { name: 'Copy', exact: true }).waitFor()
}

async function readAlone({ page, look }: Visit, url: string): Promise<void> {
  const inPortal = await lookOf(page, '[id$="tag/guide-errors"] .markdown')
  await page.goto(`${url}/docs/guides/errors`)
  const alone = await lookOf(page, 'main')
  const different = elements.filter((_, at) => inPortal[at] !== alone[at])
  insist(
    different.length === 0,
    `a guide looks alike in the portal and alone: ${different.join(', ')} differ; see src/docs/assets/guide.css\n${inPortal.join('\n')}\n${alone.join('\n')}`,
  )
  await page.goto(`${url}/docs/guides/first-five-minutes`)
  await copyFirst(page, page.getByRole('main'), url)
  await look('2-alone')
  await page.getByRole('link', { name: 'A front end with Better Auth' }).click()
  await page.getByRole('heading', { level: 1, name: 'A front end with Better Auth' }).waitFor()
}

/** Copies the first block of code of a guide. */
async function copyFirst(page: Page, guide: Locator, url: string): Promise<void> {
  await page.evaluate("navigator.clipboard.writeText('')")
  await guide.getByRole('button', { name: 'Copy', exact: true }).first().click()
  await guide.getByRole('button', { name: 'Copied' }).waitFor()
  const copied = await page.evaluate<string>('navigator.clipboard.readText()')
  insist(copied.startsWith(`API=${url}\n`), `the copied code names this server: ${copied}`)
}

/** The properties of the first of each of the elements in a guide. */
const lookOf = (page: Page, guide: string): Promise<string[]> =>
  page.evaluate<string[]>(`${JSON.stringify(elements)}.map((element) => {
    const style = getComputedStyle(document.querySelector('${guide} ' + element))
    return ${JSON.stringify(properties)}.map((property) => property + ': ' + style.getPropertyValue(property)).join('; ')
  })`)
