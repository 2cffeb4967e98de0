// Makes sure, before anything is measured, that every server does the same work and rejects the same callers.
import { createHmac, randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Environment, RunningServer } from './servers.ts'
import { taskIdOf } from './scenarios.ts'

type Response = { status: number; body: unknown }

/** @returns what a server does differently from the first, which is the service; empty if they agree */
export async function disagreements([service, ...peers]: RunningServer[], environment: Environment): Promise<string[]> {
  if (!service) return []
  const wanted = await responsesOf(service, environment)
  const faults = []
  for (const peer of peers) {
    const given = await responsesOf(peer, environment)
    for (const [what, expected] of Object.entries(wanted)) {
      if (isDeepStrictEqual(given[what], expected)) continue
      faults.push(`${peer.title}: ${what}: ${JSON.stringify(given[what])} and not ${JSON.stringify(expected)}`)
    }
  }
  return faults
}

async function responsesOf({ port, name }: RunningServer, { users }: Environment): Promise<Record<string, Response>> {
  const [alice, bob] = users
  if (!alice || !bob) throw new Error('two users are needed')
  const send = async (path: string, token: string | null, body?: string): Promise<Response> => {
    const headers = new Headers(token === null ? {} : { authorization: `Bearer ${token}` })
    if (body !== undefined) headers.set('content-type', 'application/json')
    const post = body === undefined ? {} : { method: 'POST', body }
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers, ...post })
    const content: unknown = await response.json()
    return { status: response.status, body: response.ok ? comparable(content) : null }
  }
  const tasks = `/api/${alice.id}/tasks`
  const responses: Record<string, Response> = {
    'a task': await send(`${tasks}/${taskIdOf(alice.id, 1)}`, alice.token),
    'a list of 20': await send(`${tasks}?limit=20`, alice.token),
    'a creation': await send(tasks, alice.token, '{"title":"A check"}'),
    "another user's task": await send(`${tasks}/${taskIdOf(bob.id, 1)}`, alice.token),
    "another user's path": await send(tasks, bob.token),
    'no token': await send(tasks, null),
    'a forged token': await send(tasks, forged(alice.token)),
  }
  // The bare peer does not validate, which makes it the ceiling; FastAPI answers 422 where others answer 400.
  if (name !== 'bare') {
    const { status } = await send(tasks, alice.token, '{"title":""}')
    if (status !== 400 && status !== 422) throw new Error(`${name} accepted an empty title`)
  }
  return responses
}

// The fields that every server's tasks have; FastAPI's have no others, and so cost less.
const common = ['id', 'user_id', 'title', 'description', 'completed', 'created_at', 'updated_at']

/** The common fields, without ids and times of new tasks, which differ. Times become numbers, as servers write them in different ways. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable)
  const task = Object.fromEntries(Object.entries({ ...(value as object) }).filter(([name]) => common.includes(name)))
  const times = ['created_at', 'updated_at'].map((name) => [name, new Date(String(task[name])).getTime()] as const)
  if (task['title'] !== 'A check') return { ...task, ...Object.fromEntries(times) }
  return { ...task, id: 0, ...Object.fromEntries(times.map(([name, time]) => [name, time > 0])) }
}

/** The same claims, signed with another key. */
export function forged(token: string): string {
  const claims = token.slice(0, token.lastIndexOf('.'))
  return `${claims}.${createHmac('sha256', randomBytes(32)).update(claims).digest('base64url')}`
}
