// A user's program with taskpact/client: compiled against the package, and run in Node and in a browser.
import { createTaskpact, TaskpactProblem } from '../../src/client/index.ts'
import type { Task, Taskpact } from '../../src/client/index.ts'
import { createReplica, indexedDbStorage, memoryStorage } from '../../src/client/replica/index.ts'
import type { Replica, ReplicaStorage } from '../../src/client/replica/index.ts'

/** Uses the service at `url`. @returns a line for each expectation that held @throws at the first that did not */
export async function scenario(url: string): Promise<string[]> {
  const lines: string[] = []
  const check = (what: string, holds: boolean): void => {
    if (!holds) throw new Error(`This does not hold: ${what}`)
    lines.push(what)
  }

  const alice = await registered(url, 'alice')
  const bob = await registered(url, 'bob')
  const me = await alice.getUser()
  check('registering signs in', me.name === 'alice')

  const milk = { headers: { 'Idempotency-Key': `milk-${me.id}` }, body: { title: 'Buy milk' } }
  const task: Task = await alice.createTask(milk)
  check('creating twice with one key makes one task', (await alice.createTask(milk)).id === task.id)

  const change = (title: string) => alice.patchTask({ params: { id: task.id }, ifMatch: task, body: { title } })
  check('a task can be changed', (await change('Buy oat milk')).title === 'Buy oat milk')
  check('changing an old version is a conflict', (await problemOf(change('Buy soy milk'))).kind === 'precondition-failed')

  for (let batch = 0; batch < 2; batch++) {
    await alice.executeBatch({
      body: { operations: Array.from({ length: 60 }, (_, index) => ({ operationId: 'createTask', body: { title: `${batch} ${index}` } })) },
    })
  }
  const titles = new Set<string>()
  for await (const { title } of alice.each('listTasks', { query: { limit: 50 } })) titles.add(title)
  check('paging finds each of 121 tasks', titles.size === 121)

  const rent = await alice.createTask({ body: { title: 'Rent', due: { date: '2026-12-31' }, recurrence: { rule: 'FREQ=MONTHLY', month_overflow: 'clamp' } } })
  const next = await alice.completeTask({ params: { id: rent.id }, body: { completed: true } })
  check('a recurring task moves to its next date', !next.completed && next.due?.date === '2027-01-31')

  const refused = await problemOf(alice.createTask({ body: { title: ' ' } }))
  const [field] = refused.errors
  check('invalid input is a problem that names the field', refused.status === 400 && field !== undefined && 'pointer' in field && field.pointer === '#/title')
  check("another user's path is forbidden", (await problemOf(bob.listTasks({ params: { user_id: String(me.id) } }))).status === 403)
  check("another user's task is not found", (await problemOf(bob.getTask({ params: { id: task.id } }))).status === 404)

  for await (const { data } of bob.follow()) {
    if (data && 'title' in data) break
    if (data) await bob.createTask({ body: { title: 'Seen live' } })
  }
  check('a follower sees a change as it happens', true)

  const inBrowser = 'indexedDB' in globalThis
  const storage = (): ReplicaStorage => (inBrowser ? indexedDbStorage(`tasks-of-${me.id}`) : kept)
  const kept = memoryStorage()
  const first = await createReplica({ api: alice, storage: storage() })
  await until(first, () => first.status.state === 'live')
  check('a replica has each of 122 tasks', first.list('task').length === 122)
  const { id } = first.createTask({ title: 'Local' })
  check('a replica shows a change at once', first.get('task', id)?.title === 'Local')
  if (inBrowser) {
    const tab = await createReplica({ api: alice, storage: storage() })
    const local = (): Task | undefined => tab.list('task', ({ title }) => title === 'Local')[0]
    // Another tab has it as soon as it is in the storage.
    await until(tab, () => local() !== undefined)
    tab.patchTask(local()?.id ?? 0, { title: 'From another tab' })
    await until(first, () => first.get('task', id)?.title === 'From another tab')
    await tab.close()
  } else first.patchTask(id, { title: 'From another tab' })
  await until(first, () => first.status.unsent === 0)
  await first.close()
  const again = await createReplica({ api: alice, storage: storage() })
  check('what a replica had is there again', again.list('task', ({ title }) => title === 'From another tab').length === 1)
  await again.clear()
  check('a replica that is cleared leaves nothing', (await storage().load()).length === 0)

  await alice.logoutUser()
  check('logging out ends the session', (await problemOf(alice.getUser())).status === 401)
  return lines
}

/** Waits until something is so of a replica. */
function until(replica: Replica, isSo: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error(`This does not become so: ${String(isSo)}`)), 30_000)
    const look = (): void => {
      if (!isSo()) return
      clearTimeout(giveUp)
      stop()
      resolve()
    }
    const stop = replica.subscribe(look)
    look()
  })
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
  throw new Error('An error was expected')
}
