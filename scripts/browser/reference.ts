import type { Locator, Page, Response } from 'playwright-core'
import { insist } from './visit.ts'

/** An operation in the reference. */
export type Operation = { tag: string; method: string; path: string }

/** The two operations that a newcomer tries. */
export const register: Operation = { tag: 'sessions', method: 'POST', path: '/api/auth/register' }
export const createTask: Operation = { tag: 'tasks', method: 'POST', path: '/api/{user_id}/tasks' }

/** The open try-it client. */
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
  await page.getByRole('main', { name: 'API documentation for Taskpact' }).waitFor()
  insist((await page.title()) === 'Taskpact API', `the page's title is Taskpact API, not ${await page.title()}`)
}

/** Goes to an operation and opens its client. A section is rendered when it is scrolled to, which the link in the address does. */
export async function tryIt(page: Page, url: string, operation: Operation): Promise<Locator> {
  await page.goto(`${url}/docs#tag/${operation.tag}/${operation.method}${operation.path}`)
  await testButton(page, operation).click()
  await client(page).waitFor()
  return client(page)
}

/** The button that sends the request. */
export const sendButton = (page: Page): Locator => client(page).getByRole('button', { name: /^Send \w+ request/ })

/** Sends the request and waits until the client shows the response. */
export async function responseTo(page: Page, send: () => Promise<void>): Promise<Response> {
  const [response] = await Promise.all([page.waitForResponse(isOfApi), send()])
  await shownResponse(page)
    .getByRole('link', { name: String(response.status()) })
    .waitFor()
  return response
}

/** Sends the request and waits until the client shows a response with the status. @returns the response's body as shown */
export async function answerTo(page: Page, status: string, send: () => Promise<void>): Promise<unknown> {
  const response = await responseTo(page, send)
  insist(response.status() === Number.parseInt(status), `the response is ${status}, not ${response.status()}: ${await response.text()}`)
  await shownResponse(page).getByRole('link', { name: status }).waitFor()
  return JSON.parse(await shownResponse(page).getByRole('region', { name: 'Body' }).getByRole('textbox').innerText())
}

/** Replaces the example body; on one line, to make it as wide as possible. */
export const edit = (opened: Locator, body: object): Promise<void> =>
  opened.getByRole('region', { name: 'Request Body' }).getByRole('textbox').fill(JSON.stringify(body))

const shownResponse = (page: Page): Locator => client(page).getByRole('region', { name: 'Response', exact: true })

const isOfApi = (response: Response): boolean => !new URL(response.url()).pathname.startsWith('/docs')

/** A string member of a response. @throws if it is missing */
export function textIn(answer: unknown, name: string): string {
  const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined
  insist(typeof value === 'string', `the response has a string ${name}`)
  return value
}
