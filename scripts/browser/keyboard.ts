import { readdirSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { answerTo, client, createTask, open, sendButton, testButton, textIn, tokenField } from './reference.ts'
import { isThere } from './try-it.ts'
import { insist, visit } from './visit.ts'
import type { Stage } from './visit.ts'

const guides = readdirSync(new URL('../../src/docs/assets/guides/', import.meta.url))

/** Finds an operation, opens its client and creates a task without a mouse; the focus is always visible. */
export async function tryByKeyboard(stage: Stage): Promise<string> {
  const token = await registered(stage.url)
  await visit(stage, { name: 'keyboard', origins: [stage.url] }, async ({ page, look }) => {
    const { keyboard } = page
    await open(page, stage.url)
    await tabTo(page, page.getByRole('button', { name: 'Open Search' }), 5)
    await keyboard.press('Enter')
    const search = page.getByRole('dialog', { name: 'Search' })
    await search.getByRole('combobox').waitFor()
    await keyboard.type('create a task')
    await search.getByRole('option', { name: 'Operation: Create a task' }).waitFor()
    await look('1-searched')
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await search.waitFor({ state: 'hidden' })
    await testButton(page, createTask).waitFor()
    // The search scrolls to an operation without moving the focus; the operation's link moves it.
    // The guides come first in the sidebar, and a few links before them.
    await tabTo(page, page.getByRole('link', { name: 'Create a task HTTP Method: POST' }), guides.length + 10)
    await keyboard.press('Enter')
    // Tab passes everything in the operation's text that can take the focus.
    await tabTo(page, testButton(page, createTask), 150)
    await look('2-found')
    await keyboard.press('Enter')
    await client(page).waitFor()
    await tabTo(page, tokenField(client(page)), 20)
    await keyboard.insertText(token)
    await look('3-token')
    await tabTo(page, sendButton(page), 20, 'Shift+Tab')
    const task = await answerTo(page, '201 Created', () => keyboard.press('Enter'))
    await isThere(stage.url, token, textIn(task, 'title'))
    await keyboard.press('Escape')
    await client(page).waitFor({ state: 'hidden' })
    insist(await isFocused(testButton(page, createTask)), 'the focus is back where the client was opened')
  })
  return 'the portal works by keyboard alone: search, an operation, its request, the token, Send and back, with the focus in sight'
}

async function registered(url: string): Promise<string> {
  const body = JSON.stringify({ email: 'keyboard@example.com', password: 'correct horse battery', name: 'Keyboard' })
  const response = await fetch(`${url}/api/auth/register`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  return textIn(await response.json(), 'token')
}

/** Presses a key until the target has the focus, and checks that the focus is visible. @throws after too many presses */
async function tabTo(page: Page, target: Locator, times: number, key = 'Tab'): Promise<void> {
  const text = await target.textContent()
  for (let pressed = 0; pressed < times; pressed++) {
    await page.keyboard.press(key)
    // Checked first, as it is quick: finding an element by role and name takes long.
    const focused = await page.evaluate<string>('document.activeElement.textContent')
    if (focused === text && (await isFocused(target))) return isSeen(target)
  }
  throw new Error(`${key}, pressed ${times} times, does not reach ${target.toString()}`)
}

const isFocused = async (target: Locator): Promise<boolean> => (await target.and(target.page().locator(':focus')).count()) === 1

// An outline, a frame or a color may show it; there must be a difference.
async function isSeen(target: Locator): Promise<void> {
  const focused = await surroundings(target)
  await target.blur()
  const blurred = await surroundings(target)
  await target.focus()
  insist(!focused.equals(blurred), `the focus on ${target.toString()} is visible`)
}

async function surroundings(target: Locator): Promise<Buffer> {
  const { x, y, width, height } = (await target.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  return target.page().screenshot({ clip: { x: Math.max(0, x - 6), y: Math.max(0, y - 6), width: width + 12, height: height + 12 }, animations: 'disabled' })
}
