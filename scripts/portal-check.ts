// Tries the portal in a real browser: npx tsx scripts/portal-check.ts --url http://localhost:8000 --token <jwt>
//   [--screenshot page.png] [--width 1280] [--height 900] [--dark] [--browser /usr/bin/chromium]
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import type { BrowserContext, Page, Response } from 'playwright-core'

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:8000' },
    token: { type: 'string' },
    screenshot: { type: 'string' },
    width: { type: 'string', default: '1280' },
    height: { type: 'string', default: '900' },
    dark: { type: 'boolean', default: false },
    browser: { type: 'string', default: '/usr/bin/chromium' },
  },
})

const { origin } = new URL(values.url)
const faults: string[] = []

// data: and blob: addresses never leave the page.
function isOutside(address: string): boolean {
  const { protocol, origin: other } = new URL(address)
  return protocol !== 'data:' && protocol !== 'blob:' && other !== origin
}

// Asked of the whole context, so that a window the page opens counts too.
function watch(context: BrowserContext): void {
  context.on('request', (request) => {
    if (isOutside(request.url())) faults.push(`a request left for ${request.url()}`)
  })
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`the console says: ${message.text()}`)
  })
  context.on('weberror', (error) => faults.push(`the page threw: ${error.error().message}`))
}

async function open(page: Page): Promise<void> {
  await page.goto(`${origin}/docs`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const title = await page.title()
  if (title !== 'Taskpact API') faults.push(`the page's title is ${title}`)
}

async function signIn(page: Page, token: string): Promise<void> {
  const field = page.getByRole('main').getByRole('textbox', { name: 'Bearer Token' })
  await field.click()
  await field.fill(token)
  await field.blur()
}

// The operation's section is put together only once it is scrolled to, which its link in the address does.
async function tryList(page: Page): Promise<Response> {
  await page.goto(`${origin}/docs#tag/tasks/GET/api/{user_id}/tasks`)
  await page.getByRole('button', { name: 'Test Request (get /api/{user_id}/tasks)', exact: true }).click()
  const client = page.getByRole('dialog')
  const [response] = await Promise.all([
    page.waitForResponse((answer) => /^\/api\/[^/]+\/tasks$/.test(new URL(answer.url()).pathname)),
    client.getByRole('button', { name: /^Send/ }).first().click(),
  ])
  return response
}

async function judge(response: Response, token: string): Promise<void> {
  const sent = await response.request().headerValue('authorization')
  if (sent !== `Bearer ${token}`) faults.push(`the request's authorization was ${sent ?? 'missing'}`)
  if (response.status() !== 200) faults.push(`the answer was ${response.status()}: ${await response.text()}`)
  console.log(`${response.request().method()} ${response.url()} was answered ${response.status()}`)
}

async function check(context: BrowserContext, token: string): Promise<void> {
  watch(context)
  const page = await context.newPage()
  try {
    await open(page)
    await signIn(page, token)
    await judge(await tryList(page), token)
    // Late requests and errors of the opened client are to be seen, too.
    await page.waitForTimeout(1000)
  } catch (error) {
    // Kept, not thrown: the screenshot is wanted most when something went wrong.
    faults.push(String(error))
  }
  if (values.screenshot !== undefined) await page.screenshot({ path: values.screenshot })
}

async function main(token: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: values.browser,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  try {
    const viewport = { width: Number(values.width), height: Number(values.height) }
    await check(await browser.newContext({ viewport, colorScheme: values.dark ? 'dark' : 'light' }), token)
  } catch (error) {
    faults.push(String(error))
  } finally {
    await browser.close()
  }
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length > 0 ? 1 : 0
}

if (values.token === undefined) {
  console.error('usage: npx tsx scripts/portal-check.ts --url <origin> --token <jwt> [--screenshot page.png]')
  process.exitCode = 2
} else {
  await main(values.token)
}
