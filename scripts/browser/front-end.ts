import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { startBetterAuth } from '../../tests/support/better-auth.ts'
import type { BetterAuth } from '../../tests/support/better-auth.ts'
import { bundle } from './bundle.ts'
import { insist, visit } from './visit.ts'
import type { Stage } from './visit.ts'

/** Serves Better Auth with its jwt plugin unconfigured, and a page with Better Auth's own client, at one origin. */
export async function serveFrontEnd(): Promise<BetterAuth> {
  const script = await bundle('front-end.ts')
  const page = readFileSync(new URL('in-page/front-end.html', import.meta.url))
  return startBetterAuth({
    pages(request, response) {
      const isScript = request.url === '/front-end.js'
      response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html').end(isScript ? script : page)
    },
  })
}

// Our response headers that the page can read only if CORS exposes them.
const readable = [
  'api-version',
  'etag',
  'link',
  'location',
  'preference-applied',
  'ratelimit',
  'ratelimit-policy',
  'www-authenticate',
  'x-request-id',
  'x-total-count',
]

/** Uses the front end as two people and a stranger, with Taskpact at another origin. @returns a line for each expectation that held */
export async function* useFrontEnd(stage: Stage, origin: string): AsyncGenerator<string> {
  const origins = [origin, stage.url]
  const address = `${origin}/?api=${stage.url}`
  const refused = (status: number): RegExp => new RegExp(`status of ${status} .*${stage.url}/api/me/tasks`)

  await visit(stage, { name: 'alice', origins, expected: [refused(401), refused(400)] }, async ({ page, look }) => {
    await page.goto(address)
    await press(page, 'List', /token/)
    await sign(page, 'Sign up', 'alice', '0 of 0')
    await keepTasks(page)
    const headers = await page.locator('td:first-child').allInnerTexts()
    const unread = readable.filter((name) => !headers.includes(name))
    insist(unread.length === 0, `the page can read ${unread.join(', ')}: see exposedHeaders in src/http/cors.ts`)
    await look('1-tasks')
    await add(page, '', /#\/title: /)
    await look('2-problem')
  })
  yield "a page with Better Auth's own client signs alice up and, from another origin, adds, lists, completes, renames and deletes her tasks"
  yield `it reads ${readable.join(', ')}, and a problem with the field at fault`

  await visit(stage, { name: 'alice-again', origins }, async ({ page }) => {
    await page.goto(address)
    await sign(page, 'Sign in', 'alice', '2 of 2')
  })
  await visit(stage, { name: 'bob', origins }, async ({ page, look }) => {
    await page.goto(address)
    await sign(page, 'Sign up', 'bob', '0 of 0')
    await look('nothing')
  })
  yield 'signing in again shows them, and bob sees none of them'

  // The same page under another host name, whose origin is not in CORS_ORIGINS.
  const elsewhere = origin.replace('127.0.0.1', 'localhost')
  const blocked = /blocked by CORS policy/
  await visit(stage, { name: 'stranger', origins: [elsewhere, stage.url], expected: [blocked, /net::ERR_FAILED/] }, async ({ page, look }) => {
    await page.goto(`${elsewhere}/?api=${stage.url}`)
    await press(page, 'List', 'Failed to fetch')
    await look('blocked')
  })
  yield 'at an origin that is not in CORS_ORIGINS, the browser blocks every response'
}

async function keepTasks(page: Page): Promise<void> {
  await add(page, 'Buy milk', /^Added \/api\/.+\/tasks\/\d+$/)
  await add(page, 'Buy bread', /^Added/)
  await add(page, 'Buy salt', /^Added/)
  await press(page, 'List', '2 of 3')
  const first = await shown(page)
  await press(page, 'More', '1 of 3')
  const titles = [...first, ...(await shown(page))].sort()
  insist(String(titles) === 'Buy bread,Buy milk,Buy salt', `both pages hold three tasks, not ${String(titles)}`)
  await press(page, 'List', '2 of 3')

  const task = page.getByRole('listitem').first()
  await task.getByRole('checkbox').click()
  await says(page, '2 of 3')
  insist(await task.getByRole('checkbox').isChecked(), 'the task is done')
  await page.getByLabel('Title').fill('Buy oat milk')
  await task.getByRole('button', { name: 'Rename' }).click()
  await says(page, '2 of 3')
  insist((await shown(page))[0] === 'Buy oat milk', 'the task has another name')
  await task.getByRole('button', { name: 'Delete' }).click()
  await says(page, '2 of 2')
  insist(!(await shown(page)).includes('Buy oat milk'), 'the deleted task is gone')
}

const shown = (page: Page): Promise<string[]> => page.locator('li span').allInnerTexts()

async function sign(page: Page, way: string, name: string, outcome: string): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('E-mail').fill(`${name}@example.com`)
  await page.getByLabel('Password').fill('correct horse battery staple')
  await press(page, way, outcome)
}

async function add(page: Page, title: string, outcome: RegExp): Promise<void> {
  await page.getByLabel('Title').fill(title)
  await press(page, 'Add', outcome)
}

async function press(page: Page, button: string, outcome: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click()
  await says(page, outcome)
}

/** Waits until the status of the page shows a string or matches a pattern. */
async function says(page: Page, outcome: string | RegExp): Promise<void> {
  const status = page.getByRole('status')
  await status
    .filter({ hasText: outcome })
    .waitFor()
    .catch(async () => {
      throw new Error(`It is not so: the page says ${String(outcome)}. It says: ${await status.innerText()}`)
    })
}
