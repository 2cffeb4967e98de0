// What a program of a user does with taskpact/client: compiled against the package, and run in Node and in a browser.
import { createTaskpact, TaskpactProblem } from '../../src/client/index.ts'
import type { Taskpact } from '../../src/client/index.ts'

/** Goes through the service at `url`, and gives a line for each thing that was so. @throws for the first that was not */
export async function scenario(url: string): Promise<string[]> {
  const lines: string[] = []
  const check = (what: string, holds: boolean): void => {
    if (!holds) throw new Error(`It is not so: ${what}`)
    lines.push(what)
  }

  const alice = await registered(url, 'alice')
  const bob = await registered(url, 'bob')
  const me = await alice.getUser()
  check('who registers is signed in', me.name === 'alice')

  const milk = { headers: { 'Idempotency-Key': `milk-${me.id}` }, body: { title: 'Buy milk' } }
  const task = await alice.createTask(milk)
  check('a task that is created twice with one key is one', (await alice.createTask(milk)).id === task.id)

  const change = (title: string) => alice.patchTask({ params: { id: task.id }, headers: { 'If-Match': `"${task.version}"` }, body: { title } })
  check('a task is changed', (await change('Buy oat milk')).title === 'Buy oat milk')
  check('a change of what has changed is a conflict', (await problemOf(change('Buy soy milk'))).status === 412)

  for (let batch = 0; batch < 2; batch++) {
    await alice.executeBatch({ body: { operations: Array.from({ length: 60 }, (_, index) => ({ operationId: 'createTask', body: { title: `${batch} ${index}` } })) } })
  }
  const titles = new Set<string>()
  for await (const { title } of alice.each('listTasks', { query: { limit: 50 } })) titles.add(title)
  check('paging through 121 tasks meets each', titles.size === 121)

  const rent = await alice.createTask({ body: { title: 'Rent', due: { date: '2026-12-31' }, recurrence: { rule: 'FREQ=MONTHLY', month_overflow: 'clamp' } } })
  const next = await alice.completeTask({ params: { id: rent.id }, body: { completed: true } })
  check('a recurring task moves to its next date', !next.completed && next.due?.date === '2027-01-31')

  const refused = await problemOf(alice.createTask({ body: { title: ' ' } }))
  const [field] = refused.errors
  check('bad input is a problem that names the field', refused.status === 400 && field !== undefined && 'pointer' in field && field.pointer === '#/title')
  check("another user's path is forbidden", (await problemOf(bob.listTasks({ params: { user_id: String(me.id) } }))).status === 403)
  check("another user's task is not found", (await problemOf(bob.getTask({ params: { id: task.id } }))).status === 404)

  await alice.logoutUser()
  check('who has logged out is nobody', (await problemOf(alice.getUser())).status === 401)
  return lines
}

async function registered(url: string, name: string): Promise<Taskpact> {
  const client = createTaskpact({ url })
  await client.registerUser({ body: { email: `${name}-${Math.random().toString(36).slice(2)}@example.com`, password: 'correct horse battery', name } })
  return client
}

async function problemOf(call: Promise<unknown>): Promise<TaskpactProblem> {
  try {
    await call
  } catch (error) {
    if (error instanceof TaskpactProblem) return error
    throw error
  }
  throw new Error('It should have been refused')
}
