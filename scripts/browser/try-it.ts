import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { answerTo, client, createTask, edit, open, register, sendButton, textIn, tokenField, tryIt } from './reference.ts'
import { desk, insist, phone, visit } from './visit.ts'
import type { Stage, Visit } from './visit.ts'

/** Registers and creates a task at a desk, with nothing but the reference's own client. */
export async function tryItAtDesk(stage: Stage): Promise<string> {
  await tryThrough(stage, 'desk', desk, () => Promise.resolve())
  return 'the portal signs in and creates a task, without requests to other origins and errors in the console'
}

/** The same on a phone, in the dark. */
export async function tryItOnPhone(stage: Stage): Promise<string> {
  await tryThrough(stage, 'phone', phone, fitsAndIsDark)
  return 'the same on a phone, 390 pixels wide and in dark colors, with everything inside the window'
}

async function tryThrough(stage: Stage, name: string, window: BrowserContextOptions, check: (page: Page) => Promise<void>): Promise<void> {
  await visit(stage, { name, window, origins: [stage.url] }, async ({ page, look }) => {
    await open(page, stage.url)
    await check(page)
    await look('1-opened')
    const token = await signUp(stage.url, { page, look }, name, check)
    await client(page).getByRole('button', { name: 'Close Client' }).click()
    await fill(tokenField(page.getByRole('main').first()), token)
    const title = `Buy milk, by ${name}`
    await edit(await tryIt(page, stage.url, createTask), { title })
    await check(page)
    const task = await answerTo(page, '201 Created', () => sendButton(page).click())
    await check(page)
    await look('3-created')
    insist(textIn(task, 'title') === title, 'the answer shows the task')
    await isThere(stage.url, token, title)
  })
}

/** Registers with the client and a body of its own. @returns the token in the response */
async function signUp(url: string, { page, look }: Visit, name: string, check: (page: Page) => Promise<void>): Promise<string> {
  await edit(await tryIt(page, url, register), { email: `${name}@example.com`, password: 'correct horse battery', name })
  await check(page)
  const session = await answerTo(page, '201 Created', () => sendButton(page).click())
  await check(page)
  await look('2-registered')
  return textIn(session, 'token')
}

// The client takes it when the field loses the focus.
async function fill(field: Locator, text: string): Promise<void> {
  await field.fill(text)
  await field.blur()
}

/** Asks the service directly. @throws if the user has no such task */
export async function isThere(url: string, token: string, title: string): Promise<void> {
  const response = await fetch(`${url}/api/me/tasks`, { headers: { Authorization: `Bearer ${token}` } })
  const tasks: unknown = await response.json()
  insist(Array.isArray(tasks) && tasks.length === 1 && textIn(tasks[0], 'title') === title, `the service has the one task "${title}": ${JSON.stringify(tasks)}`)
}

async function fitsAndIsDark(page: Page): Promise<void> {
  const beyond = await page.evaluate<number>(
    "Math.max(...Array.from(document.querySelectorAll('html, [role=dialog]'), (box) => box.scrollWidth - box.clientWidth))",
  )
  insist(beyond <= 0, `the page and its client are no wider than the window (${beyond} pixels more). src/docs/assets/portal.js may need a rule`)
  for (const button of await client(page)
    .getByRole('button', { name: /^(Send \w+ request|JSON$|Raw$)/ })
    .all()) {
    const { x, width } = (await button.boundingBox()) ?? { x: -1, width: 0 }
    insist(x >= 0 && x + width <= 390, `the button "${await button.innerText()}" is within the window, not at ${x}. src/docs/assets/portal.js may need a rule`)
  }
  const [background = 255] = await page.evaluate<number[]>('getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)')
  insist(background < 64, 'the page is dark in dark colors')
}
