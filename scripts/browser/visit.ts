import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { UserError } from '../support/program.ts'

/** What every check needs: a browser, the service, and a folder for screenshots, if any. */
export type Stage = { browser: Browser; url: string; screenshots: string | null }

/** A visitor: the window, the origins that requests may go to, and the errors that are expected in the console. */
export type Visitor = { name: string; origins: string[]; window?: BrowserContextOptions; expected?: RegExp[] }

/** An open page, and how to keep a screenshot of it. */
export type Visit = { page: Page; look(what: string): Promise<void> }

/** A phone held upright, at night. */
export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: 'dark' }

/** A screen on a desk, by day. */
export const desk: BrowserContextOptions = { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }

/**
 * Opens a page as a new visitor and does something with it.
 * @throws UserError if that fails, if a request goes to another origin, or if the console has other errors than expected
 */
export async function visit(
  { browser, screenshots }: Stage,
  { name, origins, window = desk, expected = [] }: Visitor,
  work: (visit: Visit) => Promise<void>,
): Promise<void> {
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
    // A screenshot tells more than a locator that was not found.
    await look('failed').catch(() => null)
    const said = stripVTControlCharacters(error instanceof Error ? error.message : String(error))
    throw new UserError([`${name}: ${said}`, ...complaints, ...departures].join('\n      '), { cause: error })
  } finally {
    await context.close()
  }
  const unseen = expected.filter((line) => !complaints.some((complaint) => line.test(complaint))).map((line) => `the console never showed ${line.source}`)
  const faults = [...complaints.filter((complaint) => !expected.some((line) => line.test(complaint))), ...departures, ...unseen]
  if (faults.length > 0) throw new UserError([`${name}:`, ...faults].join('\n      '))
}

// Watches the whole context, so that windows opened by the page count too.
function watch(context: BrowserContext, origins: string[]): { complaints: string[]; departures: string[] } {
  const complaints: string[] = []
  const departures: string[] = []
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    // Addresses of data: and blob: never leave the page.
    if (protocol !== 'data:' && protocol !== 'blob:' && !origins.includes(origin)) departures.push(`a request went to ${request.url()}`)
  })
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`the console shows: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => complaints.push(`the page threw: ${error.error().message}`))
  return { complaints, departures }
}

/** @throws with the expectation if it does not hold */
export function insist(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`This does not hold: ${what}`)
}
