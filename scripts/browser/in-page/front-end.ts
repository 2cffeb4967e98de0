// A minimal front end: it signs users in with Better Auth, and gets their tasks from Taskpact at another origin.
import { createAuthClient } from 'better-auth/client'
import { jwtClient } from 'better-auth/client/plugins'
import { find, isTask, typed, wordsOf } from './shown.ts'
import type { Task } from './shown.ts'

const auth = createAuthClient({ plugins: [jwtClient()] })
const api = new URLSearchParams(location.search).get('api') ?? ''
const [account, editor] = [find('#account', HTMLFormElement), find('#editor', HTMLFormElement)]
const list = find('ul', HTMLUListElement)
const saying = find('[role=status]', HTMLElement)
const headers = find('table', HTMLTableElement)
let token: string | null = null
let next: string | null = null

/** Sends a request to Taskpact as the signed-in user. @throws with the problem's words if it is one */
async function ask(method: string, path: string, more: Record<string, string> = {}, body?: object): Promise<Response> {
  const response = await fetch(new URL(path, api), {
    method,
    headers: { ...(token === null ? {} : { Authorization: `Bearer ${token}` }), ...(body ? { 'Content-Type': 'application/json' } : {}), ...more },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  for (const [name, value] of response.headers) noteHeader(name, value)
  if (!response.ok) throw new Error(wordsOf(await response.json()))
  return response
}

async function signIn(way: string): Promise<void> {
  const person = { email: typed(account, 'email'), password: typed(account, 'password') }
  const { error } = way === 'up' ? await auth.signUp.email({ ...person, name: typed(account, 'name') }) : await auth.signIn.email(person)
  if (error) throw new Error(error.message)
  const { data } = await auth.token()
  token = data?.token ?? null
  await show('/api/me/tasks?limit=2')
}

async function add(): Promise<void> {
  const created = await ask('POST', '/api/me/tasks', { 'Idempotency-Key': crypto.randomUUID() }, { title: typed(editor, 'title') })
  await show('/api/me/tasks?limit=2')
  saying.textContent = `Added ${created.headers.get('Location') ?? 'somewhere'}`
}

/** Overwrites nobody's change: it changes only the version it has read. */
async function rename({ id }: Task): Promise<void> {
  const read = await ask('GET', `/api/me/tasks/${id}`)
  await ask('PATCH', `/api/me/tasks/${id}`, { 'If-Match': read.headers.get('ETag') ?? 'none' }, { title: typed(editor, 'title') })
  await show('/api/me/tasks?limit=2')
}

async function change(method: string, path: string): Promise<void> {
  await ask(method, path)
  await show('/api/me/tasks?limit=2')
}

async function show(path: string): Promise<void> {
  const response = await ask('GET', path, { Prefer: 'count=exact' })
  const tasks: unknown = await response.json()
  if (!Array.isArray(tasks)) throw new Error('These are no tasks')
  next = /<([^>]+)>; rel="?next/.exec(response.headers.get('Link') ?? '')?.[1] ?? null
  list.replaceChildren(...tasks.filter(isTask).map(itemOf))
  saying.textContent = `${tasks.length} of ${response.headers.get('X-Total-Count') ?? 'who knows how many'}`
}

function itemOf(task: Task): HTMLLIElement {
  const item = document.createElement('li')
  const done = document.createElement('input')
  Object.assign(done, { type: 'checkbox', checked: task.completed, ariaLabel: `${task.title} is done` })
  done.addEventListener('change', () => attempt(() => change('PATCH', `/api/me/tasks/${task.id}/complete`)))
  const text = document.createElement('span')
  text.textContent = task.title
  item.append(
    done,
    text,
    button('Rename', () => rename(task)),
    button('Delete', () => change('DELETE', `/api/me/tasks/${task.id}`)),
  )
  return item
}

function button(text: string, work: () => Promise<void>): HTMLButtonElement {
  const made = document.createElement('button')
  made.textContent = text
  made.addEventListener('click', () => attempt(work))
  return made
}

function noteHeader(name: string, value: string): void {
  const row = headers.querySelector<HTMLTableRowElement>(`#header-${name}`) ?? headers.insertRow()
  row.id = `header-${name}`
  row.replaceChildren(...[name, value].map((text) => Object.assign(document.createElement('td'), { textContent: text })))
}

/** Shows any error. */
function attempt(work: () => Promise<void>): void {
  saying.textContent = '…'
  work().catch((error: unknown) => (saying.textContent = error instanceof Error ? error.message : String(error)))
}

const deeds: Record<string, () => Promise<void>> = {
  up: () => signIn('up'),
  in: () => signIn('in'),
  add,
  list: () => show('/api/me/tasks?limit=2'),
  more: () => show(next ?? '/api/me/tasks?limit=2'),
}
for (const form of [account, editor]) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const deed = event.submitter instanceof HTMLButtonElement ? deeds[event.submitter.value] : undefined
    if (deed) attempt(deed)
  })
}
