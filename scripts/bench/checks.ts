// Before anything is measured: that every server does the same work, and refuses the same callers.
import { createHmac, randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Place, RunningServer } from './servers.ts'
import { taskIdOf } from './scenarios.ts'

type Answer = { status: number; body: unknown }

/** @returns what a server does differently from the first, the service; nothing where they agree */
export async function disagreements([service, ...peers]: RunningServer[], place: Place): Promise<string[]> {
  if (!service) return []
  const wanted = await answersOf(service, place)
  const faults = []
  for (const peer of peers) {
    const given = await answersOf(peer, place)
    for (const [what, answer] of Object.entries(wanted)) {
      if (isDeepStrictEqual(given[what], answer)) continue
      faults.push(`${peer.title}: ${what}: ${JSON.stringify(given[what])} and not ${JSON.stringify(answer)}`)
    }
  }
  return faults
}

async function answersOf({ port, name }: RunningServer, { people }: Place): Promise<Record<string, Answer>> {
  const [alice, bob] = people
  if (!alice || !bob) throw new Error('there have to be two users')
  const ask = async (path: string, token: string | null, body?: string): Promise<Answer> => {
    const headers = new Headers(token === null ? {} : { authorization: `Bearer ${token}` })
    if (body !== undefined) headers.set('content-type', 'application/json')
    const post = body === undefined ? {} : { method: 'POST', body }
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers, ...post })
    const content: unknown = await answer.json()
    return { status: answer.status, body: answer.ok ? comparable(content) : null }
  }
  const tasks = `/api/${alice.id}/tasks`
  const answers: Record<string, Answer> = {
    'a task': await ask(`${tasks}/${taskIdOf(alice.id, 1)}`, alice.token),
    'a list of 20': await ask(`${tasks}?limit=20`, alice.token),
    'a creation': await ask(tasks, alice.token, '{"title":"A check"}'),
    "another user's task": await ask(`${tasks}/${taskIdOf(bob.id, 1)}`, alice.token),
    "another user's path": await ask(tasks, bob.token),
    'no token': await ask(tasks, null),
    'a forged token': await ask(tasks, forged(alice.token)),
  }
  // The bare peer is the ceiling because it leaves this out; FastAPI says 422 where others say 400.
  if (name !== 'bare') {
    const { status } = await ask(tasks, alice.token, '{"title":""}')
    if (status !== 400 && status !== 422) throw new Error(`${name} took an empty title`)
  }
  return answers
}

// What the plan gives a task; FastAPI's answers hold no more, and so take less.
const planned = ['id', 'user_id', 'title', 'description', 'completed', 'created_at', 'updated_at']

/** The plan's fields, with times as numbers, which are written in more than one way; and without what differs by nature. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable)
  const task = Object.fromEntries(Object.entries({ ...(value as object) }).filter(([name]) => planned.includes(name)))
  const times = ['created_at', 'updated_at'].map((name) => [name, new Date(String(task[name])).getTime()] as const)
  if (task['title'] !== 'A check') return { ...task, ...Object.fromEntries(times) }
  return { ...task, id: 0, ...Object.fromEntries(times.map(([name, time]) => [name, time > 0])) }
}

/** The same claims, signed with another key. */
export function forged(token: string): string {
  const claims = token.slice(0, token.lastIndexOf('.'))
  return `${claims}.${createHmac('sha256', randomBytes(32)).update(claims).digest('base64url')}`
}
