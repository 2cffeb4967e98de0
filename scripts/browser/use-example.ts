// The example front end as a person uses it: online, offline, and against someone else who changes the same tasks.
import type { Page } from 'playwright-core'
import { createTaskpact } from '../../src/client/index.ts'
import type { Task, Taskpact } from '../../src/client/index.ts'
import { violationsIn } from './accessibility.ts'
import { insist, visit } from './visit.ts'
import type { Stage, Visit } from './visit.ts'

const erin = { email: 'erin@example.com', password: 'correct horse battery staple' }

/** Uses the built example. @returns a line for each expectation that held */
export async function* useExample(stage: Stage, origin: string): AsyncGenerator<string> {
  const [origins, expected] = [
    [origin, stage.url],
    [/net::ERR_INTERNET_DISCONNECTED/, /status of 401/, /net::ERR_FAILED/],
  ]
  await visit(stage, { name: 'example', origins, expected }, async ({ page, look }) => {
    await page.goto(origin)
    await sign(page, 'Register')
    await keepTasks({ page, look })
    await changeOffline({ page, look })
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('E-mail').waitFor()
    insist((await databaseEntries(page)) === 0, 'signing out leaves nothing of hers in the browser')
  })
  yield 'the example front end registers erin, keeps her lists and tasks, and signs her out'
  yield 'offline it takes what she changes, and opens again; back online, each change is made once, though a response is lost'

  const api = createTaskpact({ url: stage.url })
  await api.loginUser({ body: erin })
  await visit(
    stage,
    { name: 'conflicts', origins, expected: [/net::ERR_INTERNET_DISCONNECTED/, /status of 401/, /status of 404/, /status of 409/, /status of 412/] },
    async (visited) => {
      await visited.page.goto(origin)
      await sign(visited.page, 'Sign in')
      await meetConflicts(visited, api)
    },
  )
  yield 'what is created elsewhere appears at once; a change made offline that meets a newer version is shown with both values and made only if she chooses it; unrelated changes are merged'
}

async function sign(page: Page, way: 'Register' | 'Sign in'): Promise<void> {
  await page.getByLabel('E-mail').fill(erin.email)
  await page.getByLabel('Password').fill(erin.password)
  await page.getByRole('button', { name: way }).click()
  await says(page, 'Saved')
}

async function keepTasks({ page, look }: Visit): Promise<void> {
  await page.getByLabel('Name of the list').fill('Home')
  await page.getByRole('button', { name: 'Add list' }).click()
  await choose(page, 'Home')
  await add(page, 'Buy milk')
  const completed = page.waitForResponse((response) => response.url().endsWith('/complete'))
  await checkbox(page, 'Buy milk').check()
  await completed
  await says(page, 'Saved')
  await look('1-online')
}

async function changeOffline({ page, look }: Visit): Promise<void> {
  await page.waitForFunction('navigator.serviceWorker.getRegistration().then((registration) => Boolean(registration?.active))')
  await page.context().setOffline(true)
  await add(page, 'Water the plants')
  await says(page, 'The service cannot be reached. 1 to save.')
  await page.getByRole('button', { name: 'Delete Buy milk' }).click()
  await says(page, 'The service cannot be reached. 2 to save.')
  await page.reload()
  await says(page, 'The service cannot be reached. 2 to save.')
  await choose(page, 'Home')
  insist((await titles(page)) === 'Water the plants', 'offline, the page opens and shows the tasks that it read, with the changes that wait')
  await look('2-offline')

  await loseOneResponse(page)
  await page.context().setOffline(false)
  await says(page, 'Saved')
  await checkbox(page, 'Water the plants').waitFor()
  await page.reload()
  await says(page, 'Saved')
  await choose(page, 'Home')
  insist((await titles(page)) === 'Water the plants', `after a reload, each change was made once; the page shows "${await titles(page)}"`)
}

/** Loses the response to the next task that is created, after the service has created it. */
async function loseOneResponse(page: Page): Promise<void> {
  let lost = false
  await page.route('**/api/*/tasks', async (route) => {
    if (lost || route.request().method() !== 'POST') return route.continue()
    lost = true
    await route.fetch()
    await route.abort()
  })
}

/** Changes four tasks offline that someone else changes too: the same field, a deletion, another field, the other way round. */
async function meetConflicts({ page, look }: Visit, api: Taskpact): Promise<void> {
  const create = (title: string): Promise<Task> => api.createTask({ body: { title } })
  const [bread, salt, tea, rice] = [await create('Buy bread'), await create('Buy salt'), await create('Buy tea'), await create('Buy rice')]
  // They appear as they are created elsewhere.
  await checkbox(page, 'Buy rice').waitFor()
  await page.context().setOffline(true)
  for (const [title, other] of [
    ['Buy bread', 'Bake bread'],
    ['Buy salt', 'Buy sea salt'],
    ['Buy tea', 'Buy green tea'],
  ] as const)
    await rename(page, title, other)
  await page.getByRole('button', { name: 'Delete Buy rice' }).click()
  await says(page, '4 to save.')
  await api.patchTask({ params: { id: bread.id }, body: { title: 'Buy rolls' } })
  await api.deleteTask({ params: { id: salt.id } })
  await api.completeTask({ params: { id: tea.id }, body: { completed: true } })
  await api.patchTask({ params: { id: rice.id }, body: { title: 'Buy brown rice' } })

  await page.context().setOffline(false)
  await says(page, 'Choose what to keep.')
  // Conflicts are shown as they are found, while changes of other tasks are still sent.
  for (let tries = 0; tries < 100 && (await titleOf(api, tea)) !== 'Buy green tea, completed'; tries += 1) await page.waitForTimeout(100)
  insist((await titleOf(api, tea)) === 'Buy green tea, completed', 'a change of the title and a completion are both made, without a question')
  await page.getByRole('group').nth(2).waitFor()
  await page.reload()
  await says(page, 'Choose what to keep.')
  await page.getByRole('group').nth(2).waitFor()
  await look('1-conflicts')
  const shown = (await page.getByRole('group').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '))
  const expected = [
    'Your change Bake bread Other change Buy rolls (open)',
    'Your change Buy sea salt Other change deleted',
    'Your change deleted Other change Buy brown rice (open)',
  ]
  insist(shown.length === 3 && expected.every((words, at) => shown[at]?.includes(words)), `three conflicts are shown with both values: ${shown.join(' | ')}`)
  insist((await titleOf(api, bread)) === 'Buy rolls, open', 'nothing is overwritten before she has chosen')
  const violations = await violationsIn(page)
  insist(violations.length === 0, `the example breaks no rule of axe: ${JSON.stringify(violations)}`)

  await keep(page, 'Buy bread', 'my change')
  await keep(page, 'Buy salt', 'my change')
  await keep(page, 'Buy rice', 'the other')
  await says(page, 'Saved')
  const outcome = await Promise.all([bread, salt, rice].map((task) => titleOf(api, task)))
  insist(String(outcome) === 'Bake bread, open,Buy sea salt, open,Buy brown rice, open', `each choice is made: ${outcome.join(' | ')}`)
}

async function titleOf(api: Taskpact, { id }: Task): Promise<string> {
  const { title, completed } = await api.getTask({ params: { id } })
  return `${title}, ${completed ? 'completed' : 'open'}`
}

async function rename(page: Page, title: string, other: string): Promise<void> {
  await page.getByRole('button', { name: `Rename ${title}`, exact: true }).click()
  await page.getByLabel(`New title of ${title}`).fill(other)
  await page.getByRole('button', { name: 'Save' }).click()
}

async function keep(page: Page, title: string, which: 'my change' | 'the other'): Promise<void> {
  const conflict = page.getByRole('group', { name: title })
  await conflict.getByRole('button', { name: `Keep ${which}` }).click()
  await conflict.waitFor({ state: 'detached' })
}

async function add(page: Page, title: string): Promise<void> {
  await page.getByLabel('Title of the task').fill(title)
  await page.getByRole('button', { name: 'Add task' }).click()
}

const choose = (page: Page, list: string) => page.getByLabel('List', { exact: true }).selectOption({ label: list })

/** The checkbox of a task. */
const checkbox = (page: Page, title: string) => page.getByRole('checkbox', { name: `${title} is completed` })

/** How much the replica has kept in the browser. */
const databaseEntries = (page: Page) =>
  page.evaluate<number>(`indexedDB.databases().then(async ([{ name }]) => {
    const open = indexedDB.open(name)
    await new Promise((done) => (open.onsuccess = done))
    const count = open.result.transaction('entries').objectStore('entries').count()
    await new Promise((done) => (count.onsuccess = done))
    open.result.close()
    return count.result
  })`)

const titles = async (page: Page): Promise<string> => (await page.locator('li span').allInnerTexts()).join(', ')

const says = (page: Page, text: string): Promise<void> => page.getByRole('status').filter({ hasText: text }).waitFor()
