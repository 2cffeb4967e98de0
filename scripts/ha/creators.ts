// Clients that create and complete tasks, so that each one that was lost or doubled shows.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Task, Written } from '../chaos/crash.ts'
import type { Witness } from '../chaos/feed/writers.ts'
import { UserError } from '../support/program.ts'

/**
 * What was acknowledged. `lastBegan` is when the last request that was acknowledged had been sent; `inFlight` is how often the request
 * that was repeated was still being carried out.
 */
export type Acknowledged = { written: Written[]; count: number; lastBegan: number; inFlight: number }

export type Creators = { acknowledged: Acknowledged; stop(): Promise<unknown> }

// Four of these are a load that two processors bear together with all servers.
const betweenMs = 25
// Longer than anything may take. A request that takes longer counts as an error.
const patienceMs = 30_000

/** Starts so many clients of one user. Each write has an Idempotency-Key and is repeated until it is acknowledged. */
export function startCreators(count: number, url: string, owner: { Authorization: string }, witness: Witness): Creators {
  const acknowledged: Acknowledged = { written: [], count: 0, lastBegan: 0, inFlight: 0 }
  let over = false

  const write = async (method: string, path: string, body: object): Promise<Task> => {
    const init = { method, headers: { ...owner, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }, body: JSON.stringify(body) }
    for (;;) {
      const began = performance.now()
      const response = await fetch(`${url}/api/me/${path}`, { ...init, signal: AbortSignal.timeout(patienceMs) }).catch((error: unknown) => {
        if (error instanceof Error) witness(error)
        return null
      })
      if (response) witness(response)
      if (response?.status === 409) acknowledged.inFlight += 1
      const task = response && (await taskIn(response))
      if (task) {
        acknowledged.count += 1
        acknowledged.lastBegan = Math.max(acknowledged.lastBegan, began)
        return task
      }
      // Sooner than Retry-After says, so that the return is measured.
      await pause(100 + Math.random() * 100)
    }
  }
  const creator = async (index: number): Promise<void> => {
    for (let number = 0; !over; number += 1) {
      const title = `${index}.${number}`
      const task: Written = { title, id: (await write('POST', 'tasks', { title })).id, completed: false }
      acknowledged.written.push(task)
      // Without a body it toggles, so that doing it twice shows.
      if (number % 2 === 0) task.completed = (await write('PATCH', `tasks/${task.id}/complete`, {})).completed
      await pause(betweenMs)
    }
  }
  const all = Promise.all(Array.from({ length: count }, (_, index) => creator(index)))
  return {
    acknowledged,
    stop() {
      over = true
      return all
    },
  }
}

/** The task in a response that acknowledges the write; null if it asks for a retry. */
async function taskIn(response: Response): Promise<Task | null> {
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body as Task // the service validated it before the commit
  if (response.status === 503 || response.status === 409 || response.status === 502) return null
  throw new UserError(`a write was refused: ${response.status} ${JSON.stringify(body)}`)
}
