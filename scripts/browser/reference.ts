import type { Locator, Page, Response } from 'playwright-core'
import { insist } from './visit.ts'

/** An operation as the reference's page knows it. */
export type Operation = { tag: string; method: 'GET' | 'POST'; path: string }

/** The two operations that a newcomer tries. */
export const register: Operation = { tag: 'sessions', method: 'POST', path: '/api/auth/register' }
export const createTask: Operation = { tag: 'tasks', method: 'POST', path: '/api/{user_id}/tasks' }

/** The try-it client, where it is open. */
export const client = (page: Page): Locator => page.getByRole('dialog', { name: 'API Client' })

/** The field for the token, on the page itself or in its client. */
export const tokenField = (within: Locator): Locator => within.getByRole('textbox', { name: 'Bearer Token' })

/** The button that opens the try-it client of an operation. */
export function testButton(page: Page, { method, path }: Operation): Locator {
  return page.getByRole('button', { name: `Test Request (${method.toLowerCase()} ${path})`, exact: true })
}

/** Opens the reference. */
export async function open(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/docs`)
  await page.getByRole('heading', { level: 1, name: 'Taskpact' }).waitFor()
  insist((await page.title()) === 'Taskpact API', `the page's title is Taskpact API, not ${await page.title()}`)
}

/** Goes to an operation and opens its client. Its section is put together only once it is scrolled to, which its link in the address does. */
export async function tryIt(page: Page, url: string, operation: Operation): Promise<Locator> {
  await page.goto(`${url}/docs#tag/${operation.tag}/${operation.method}${operation.path}`)
  await testButton(page, operation).click()
  await client(page).waitFor()
  return client(page)
}

/** The button that sends the request. */
export const sendButton = (page: Page): Locator => client(page).getByRole('button', { name: /^Send post request/ })

/** Does what sends the request, and waits until the client shows an answer of that status. @returns the answer's body, as it is shown */
export async function answerTo(page: Page, status: string, send: () => Promise<void>): Promise<unknown> {
  const [response] = await Promise.all([page.waitForResponse(isOfApi), send()])
  insist(response.status() === Number.parseInt(status), `the answer is ${status}, not ${response.status()}: ${await response.text()}`)
  const shown = client(page).getByRole('region', { name: 'Response', exact: true })
  await shown.getByRole('link', { name: status }).waitFor()
  return JSON.parse(await shown.getByRole('region', { name: 'Body' }).getByRole('textbox').innerText())
}

const isOfApi = (response: Response): boolean => new URL(response.url()).pathname.startsWith('/api/')

/** A text in an answer. */
export function textIn(answer: unknown, name: string): string {
  const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined
  insist(typeof value === 'string', `the answer has a text ${name}`)
  return value
}
