// Whether acknowledged writes survive when the service or its database is killed.
import { setTimeout as pause } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import { quantile } from '../bench/statistics.ts'
import { register } from '../support/accounts.ts'
import { anyUrl, killDatabase, killService, withDeployment } from './deployment.ts'

/** What became of the writes while something was killed repeatedly. `unexpected` counts responses that nothing allows. */
export type CrashReport = { what: string; kills: number; acknowledged: number; lost: number; doubled: number; unexpected: number; medianOutage: number }

export type Task = { id: number; title: string; completed: boolean }
export type Written = { title: string; id: number; completed: boolean }

const writers = 8

/**
 * Kills the service and then the database repeatedly while tasks are created and completed. Each write has an
 * Idempotency-Key and is retried until it is acknowledged; at the end, every acknowledged write must be there once.
 */
export function crash(kills: number, print: (line: string) => void): Promise<CrashReport[]> {
  return withDeployment(1, {}, async (deployment) => {
    const round = { url: anyUrl(deployment), kills, print }
    return [
      await underLoad('service', { ...round, kill: () => killService(deployment, 0) }),
      await underLoad('database', { ...round, kill: () => killDatabase(deployment) }),
    ]
  })
}

type Round = { url: string; kills: number; kill: () => Promise<void>; print: (line: string) => void }

async function underLoad(what: string, { url, kills, kill, print }: Round): Promise<CrashReport> {
  const owner = await register(url, `chaos-${what}`)
  const written: Written[] = []
  const outages: number[] = []
  let acknowledged = 0
  let unexpected = 0
  let over = false

  /** Retries a write until it is acknowledged. */
  const write = async (method: string, path: string, body?: object): Promise<Task> => {
    const headers = { ...owner, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }
    for (;;) {
      const signal = AbortSignal.timeout(15_000)
      const answer = await fetch(`${url}${path}`, { method, headers, signal, body: JSON.stringify(body ?? {}) }).then(taskIn, () => null)
      if (answer === 'unexpected') unexpected += 1
      else if (answer) {
        acknowledged += 1
        return answer
      }
      await pause(10 + Math.random() * 20)
    }
  }
  const writer = async (index: number): Promise<void> => {
    for (let count = 0; !over; count += 1) {
      const title = `${what} ${index}.${count}`
      const task: Written = { title, id: (await write('POST', '/api/me/tasks', { title })).id, completed: false }
      written.push(task)
      // Without a body it toggles, so that doing it twice shows.
      if (count % 2 === 0) task.completed = (await write('PATCH', `/api/me/tasks/${task.id}/complete`)).completed
    }
  }
  const acknowledgeMore = async (count: number): Promise<void> => {
    for (const enough = acknowledged + count; acknowledged < enough;) await pause(2)
  }

  const all = Promise.all(Array.from({ length: writers }, (_, index) => writer(index)))
  for (let count = 1; count <= kills; count += 1) {
    await acknowledgeMore(20)
    await pause(Math.random() * 100)
    const started = performance.now()
    const killed = kill()
    const before = acknowledged
    await killed
    await acknowledgeMore(before === acknowledged ? 1 : 0)
    outages.push(performance.now() - started)
    if (count % 10 === 0) print(`  the ${what} was killed ${count} times; ${acknowledged} writes acknowledged`)
  }
  await acknowledgeMore(20)
  over = true
  await all
  return { what, kills, acknowledged, ...compare(written, await listTasks(url, owner)), unexpected, medianOutage: Math.round(quantile(outages, 0.5)) }
}

/** The task in a response that acknowledges the write; null if it asks for a retry. */
async function taskIn(response: Response): Promise<Task | null | 'unexpected'> {
  const body: unknown = await response.json()
  if (response.ok) return body as Task // the service validated it before the commit
  if (response.status === 503 || response.status === 409) return null
  console.error(`unexpected response ${response.status}: ${JSON.stringify(body)}`)
  return 'unexpected'
}

/** How many writes are missing, and how many were done twice. */
export function compare(written: Written[], kept: Task[]): { lost: number; doubled: number } {
  const byTitle = new Map<string, Task[]>()
  for (const task of kept) byTitle.set(task.title, [...(byTitle.get(task.title) ?? []), task])
  let lost = 0
  let doubled = 0
  for (const { title, id, completed } of written) {
    const found = byTitle.get(title) ?? []
    if (!found.some((task) => task.id === id)) lost += 1
    // A task that should be completed and is not was toggled twice, or not at all.
    else if (found.some((task) => task.id === id && task.completed !== completed)) doubled += 1
    doubled += Math.max(0, found.length - 1)
  }
  return { lost, doubled }
}

/** All tasks of a user. */
export async function listTasks(url: string, owner: Record<string, string>): Promise<Task[]> {
  const tasks: Task[] = []
  for (let path: string | undefined = '/api/me/tasks?limit=1000'; path !== undefined;) {
    const response: Response = await fetch(`${url}${path}`, { headers: owner })
    if (!response.ok) throw new Error(`listing tasks got ${response.status}`)
    tasks.push(...((await response.json()) as Task[])) // the service validated it
    path = /<(.+)>; rel="next"/.exec(response.headers.get('Link') ?? '')?.[1]
  }
  return tasks
}
