import { setTimeout as pause } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import { Proxy } from '../../tests/support/proxy.ts'
import { quantile, register, setStage } from './stage.ts'
import { startProgram } from './program.ts'

/** What became of the writes while something was killed so many times. */
export type CrashReport = { what: string; kills: number; acknowledged: number; lost: number; doubled: number; medianOutage: number }

type Task = { id: number; title: string; completed: boolean }
type Written = { title: string; id: number; completed: boolean }

const writers = 8

/**
 * Kills the service and then the database, so many times each, while tasks are created and completed. Each write has an
 * Idempotency-Key and is sent again until it is acknowledged; at the end, everything acknowledged is looked for.
 */
export async function crash(kills: number, tell: (line: string) => void): Promise<CrashReport[]> {
  const stage = await setStage()
  const proxy = await Proxy.to(stage.url())
  let program = await startProgram({ databaseUrl: proxy.url })
  const { url, port } = program
  try {
    const killService = async (): Promise<void> => {
      program.child.kill('SIGKILL')
      await program.exited
      program = await startProgram({ databaseUrl: proxy.url, port })
    }
    const killDatabase = async (): Promise<void> => {
      await stage.crash()
      proxy.retarget(stage.url())
      if (program.child.exitCode !== null) throw new Error('the service ended because its database did')
    }
    return [
      await underLoad('service', { url, kills, kill: killService, tell }),
      await underLoad('database', { url, kills, kill: killDatabase, tell }),
    ]
  } finally {
    program.child.kill('SIGKILL')
    await program.exited
    await proxy.close()
    await stage.close()
  }
}

type Round = { url: string; kills: number; kill: () => Promise<void>; tell: (line: string) => void }

async function underLoad(what: string, { url, kills, kill, tell }: Round): Promise<CrashReport> {
  const owner = await register(url, `torture-${what}`)
  const written: Written[] = []
  const outages: number[] = []
  let acknowledged = 0
  let over = false

  /** Sends a write until it is acknowledged. */
  const write = async (method: string, path: string, body?: object): Promise<Task> => {
    const headers = { ...owner, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }
    for (;;) {
      const signal = AbortSignal.timeout(15_000)
      const answer = await fetch(`${url}${path}`, { method, headers, signal, body: JSON.stringify(body ?? {}) }).then(taskOf, () => null)
      if (answer) {
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
      // Without a body it turns to the opposite, so that twice would show.
      if (count % 2 === 0) task.completed = (await write('PATCH', `/api/me/tasks/${task.id}/complete`)).completed
    }
  }
  const more = async (count: number): Promise<void> => {
    for (const enough = acknowledged + count; acknowledged < enough;) await pause(2)
  }

  const all = Promise.all(Array.from({ length: writers }, (_, index) => writer(index)))
  for (let count = 1; count <= kills; count += 1) {
    await more(20)
    await pause(Math.random() * 100)
    const started = performance.now()
    const killed = kill()
    const before = acknowledged
    await killed
    await more(before === acknowledged ? 1 : 0)
    outages.push(performance.now() - started)
    if (count % 10 === 0) tell(`  the ${what} was killed ${count} times; ${acknowledged} writes acknowledged`)
  }
  await more(20)
  over = true
  await all
  return { what, kills, acknowledged, ...compare(written, await tasksOf(url, owner)), medianOutage: Math.round(quantile(outages, 0.5)) }
}

/** The task of an answer that acknowledges; null for one that does not. @throws for an answer that there must not be */
async function taskOf(response: Response): Promise<Task | null> {
  const body: unknown = await response.json()
  if (response.ok) return body as Task // held to the contract by the service before it was committed
  if (response.status === 503 || response.status === 409) return null
  console.error(`unexpected answer ${response.status}: ${JSON.stringify(body)}`)
  process.exitCode = 1
  return null
}

/** How many of the writes are missing, and how many were done twice. */
export function compare(written: Written[], kept: Task[]): { lost: number; doubled: number } {
  const byTitle = new Map<string, Task[]>()
  for (const task of kept) byTitle.set(task.title, [...(byTitle.get(task.title) ?? []), task])
  let lost = 0
  let doubled = 0
  for (const { title, id, completed } of written) {
    const found = byTitle.get(title) ?? []
    if (!found.some((task) => task.id === id)) lost += 1
    // One that was to be completed and is not was turned round twice, or not at all.
    else if (found.some((task) => task.id === id && task.completed !== completed)) doubled += 1
    doubled += Math.max(0, found.length - 1)
  }
  return { lost, doubled }
}

async function tasksOf(url: string, owner: Record<string, string>): Promise<Task[]> {
  const tasks: Task[] = []
  for (let path: string | undefined = '/api/me/tasks?limit=1000'; path !== undefined;) {
    const response: Response = await fetch(`${url}${path}`, { headers: owner })
    if (!response.ok) throw new Error(`listing was answered with ${response.status}`)
    tasks.push(...((await response.json()) as Task[])) // held to the contract by the service
    path = /<(.+)>; rel="next"/.exec(response.headers.get('Link') ?? '')?.[1]
  }
  return tasks
}
