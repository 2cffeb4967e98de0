import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { UserError } from '../service/run.ts'

/** What every check is given: a browser, the service, and where screenshots go, if anywhere. */
export type Stage = { browser: Browser; url: string; screenshots: string | null }

/** Who comes with which window, which origins may be asked, and what the browser will say in its console nevertheless. */
export type Visitor = { name: string; origins: string[]; window?: BrowserContextOptions; expected?: RegExp[] }

/** A page that is open, and a way to keep how it looks. */
export type Visit = { page: Page; look(what: string): Promise<void> }

/** A phone held upright, at night. */
export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: 'dark' }

/** A screen on a desk, by day. */
export const desk: BrowserContextOptions = { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }

/**
 * Opens a page as somebody who was never here, and does something with it.
 * @throws a UserError where that fails, and where a request left for elsewhere or the console held anything but the expected errors
 */
export async function visit({ browser, screenshots }: Stage, { name, origins, window = desk, expected = [] }: Visitor, work: (visit: Visit) => Promise<void>): Promise<void> {
  const context = await browser.newContext(window)
  context.setDefaultTimeout(15_000)
  const { complaints, departures } = watch(context, origins)
  const page = await context.newPage()
  const look = async (what: string): Promise<void> => {
    if (screenshots !== null) await page.screenshot({ path: join(screenshots, `${name}-${what}.png`), animations: 'disabled' })
  }
  try {
    await work({ page, look })
  } catch (error) {
    // A look at the page says more than a locator that was not found.
    await look('failed').catch(() => null)
    const said = stripVTControlCharacters(error instanceof Error ? error.message : String(error))
    throw new UserError([`${name}: ${said}`, ...complaints, ...departures].join('\n      '), { cause: error })
  } finally {
    await context.close()
  }
  const unseen = expected.filter((line) => !complaints.some((complaint) => line.test(complaint))).map((line) => `the console never said ${line.source}`)
  const faults = [...complaints.filter((complaint) => !expected.some((line) => line.test(complaint))), ...departures, ...unseen]
  if (faults.length > 0) throw new UserError([`${name}:`, ...faults].join('\n      '))
}

// Asked of the whole context, so that a window the page opens counts too.
function watch(context: BrowserContext, origins: string[]): { complaints: string[]; departures: string[] } {
  const complaints: string[] = []
  const departures: string[] = []
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    // Addresses of data: and blob: never leave the page.
    if (protocol !== 'data:' && protocol !== 'blob:' && !origins.includes(origin)) departures.push(`a request left for ${request.url()}`)
  })
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`the console says: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => complaints.push(`the page threw: ${error.error().message}`))
  return { complaints, departures }
}

/** Insists. @throws where it does not hold, with what was to be so */
export function insist(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`It is not so: ${what}`)
}
