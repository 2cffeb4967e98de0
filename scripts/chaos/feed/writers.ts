// Writers who change, at random, what users have.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Copy } from './changes.ts'

/** A user whose data is written and followed, and what there was before that. */
export type Person = { id: number; headers: { Authorization: string }; tasks: number[]; lists: number[]; atFirst: Copy }

/** What has been written: how many writes were acknowledged, how many were refused for what they asked, and responses that nothing allows. */
export type Written = { acknowledged: number; refused: number; unexpected: string[] }

type Body = Record<string, unknown>
type Send = (method: string, path: string, body?: Body) => Promise<{ status: number; body: unknown }>

// Longer than anything may take.
const patienceMs = 30_000
// Refused because of what others have done meanwhile.
const refusals = [400, 404, 409, 412, 422]

/** Told of each try: the response, or the error of a connection. */
export type Witness = (outcome: Response | Error) => void

/**
 * Has so many writers change the data of random users, until they are told to stop.
 * @param url of a process of the service, each time
 */
export function startWriters(
  count: number,
  people: readonly Person[],
  url: () => string,
  witness: Witness = () => undefined,
): { written: Written; stop(): Promise<unknown> } {
  const written: Written = { acknowledged: 0, refused: 0, unexpected: [] }
  const state = { over: false }
  const writer = async (): Promise<void> => {
    while (!state.over) {
      const person = any(people)
      if (person) await any(actions)?.(person, senderFor(person, { url, written, witness }))
    }
  }
  const all = Promise.all(Array.from({ length: count }, writer))
  return {
    written,
    stop() {
      state.over = true
      return all
    },
  }
}

/** Sends requests as a user, each until it is acknowledged or refused. */
function senderFor({ headers }: Pick<Person, 'headers'>, { url, written, witness }: { url: () => string; written: Written; witness: Witness }): Send {
  return async (method, path, body) => {
    const init = {
      method,
      headers: { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
      body: body ? JSON.stringify(body) : null,
    }
    for (;;) {
      const response = await fetch(`${url()}/api/me${path === '' ? '' : `/${path}`}`, { ...init, signal: AbortSignal.timeout(patienceMs) })
        .then((each) => {
          witness(each)
          return read(each)
        })
        .catch((error: unknown) => {
          if (error instanceof Error) witness(error)
          return null
        })
      if (response?.ok) {
        if (method !== 'GET') written.acknowledged += 1
        return response
      }
      if (response && !isToRepeat(response)) {
        if (refusals.includes(response.status)) written.refused += 1
        else written.unexpected.push(`${method} ${path}: ${response.status} ${JSON.stringify(response.body)}`)
        return response
      }
      await pause(20 + Math.random() * 100)
    }
  }
}

async function read(response: Response): Promise<{ ok: boolean; status: number; body: unknown }> {
  const text = await response.text()
  return { ok: response.ok, status: response.status, body: text === '' ? null : JSON.parse(text) }
}

const isToRepeat = ({ status, body }: { status: number; body: unknown }): boolean =>
  status === 503 || status === 429 || (status === 409 && JSON.stringify(body).includes('request-in-flight'))

function any<Each>(all: readonly Each[]): Each | undefined {
  return all[Math.floor(Math.random() * all.length)]
}

const below = (most: number): number => Math.floor(Math.random() * most)
const tag = (): string => `tag ${below(12)}`
const title = (): string => 'ä'.repeat(1 + below(60))

const idOf = (body: unknown): number[] => (typeof body === 'object' && body !== null && 'id' in body ? [Number(body.id)] : [])

/** Creates a task, which others may then change. */
async function create({ tasks }: Person, send: Send, body: Body): Promise<void> {
  const { status, body: task } = await send('POST', 'tasks', { title: title(), tags: [tag()], ...body })
  if (status === 201) tasks.push(...idOf(task))
  // Old ones are left alone, so that most that is asked for is there.
  if (tasks.length > 40) tasks.shift()
}

const actions: ((person: Person, send: Send) => Promise<unknown>)[] = [
  (person, send) => create(person, send, {}),
  (person, send) => create(person, send, { list_id: any(person.lists) ?? null, completed: below(3) === 0 }),
  (person, send) => create(person, send, { parent_id: any(person.tasks) ?? null }),
  (person, send) => create(person, send, { due: { date: '2026-11-21' }, recurrence: { rule: 'FREQ=DAILY;COUNT=3' } }),
  async ({ lists }, send) => void lists.push(...(lists.length < 10 ? idOf((await send('POST', 'lists', { name: title() })).body) : [])),
  ({ tasks }, send) => send('PATCH', `tasks/${any(tasks) ?? 1}`, { title: title(), description: title(), tags: [tag(), tag()] }),
  ({ tasks }, send) => send('PATCH', `tasks/${any(tasks) ?? 1}/complete`, { completed: below(2) === 0, cascade: below(2) === 0 }),
  ({ tasks, lists }, send) => send('PUT', `tasks/${any(tasks) ?? 1}/position`, { list_id: any(lists) ?? null, last: true }),
  ({ tasks }, send) => send('DELETE', `tasks/${any(tasks) ?? 1}?cascade=${below(2) === 0}`),
  ({ tasks }, send) => send('POST', `tasks/${any(tasks) ?? 1}/restore`),
  ({ lists }, send) => send('PATCH', `lists/${any(lists) ?? 1}`, { name: title() }),
  ({ lists }, send) => send('DELETE', `lists/${any(lists) ?? 1}`),
  ({ lists }, send) => send('POST', `lists/${any(lists) ?? 1}/restore`),
  async (_, send) => {
    const { body } = await send('GET', 'tags')
    const [id = 1] = idOf(any(Array.isArray(body) ? body : []))
    await (below(3) === 0 ? send('DELETE', `tags/${id}`) : send('PATCH', `tags/${id}`, { name: tag() }))
  },
  (_, send) => send('PATCH', '', { name: title() }),
  (_, send) => send('POST', 'undo', {}),
  ({ tasks }, send) =>
    send('POST', 'batch', {
      atomic: below(2) === 0,
      operations: [
        { operationId: 'createTask', body: { title: title(), tags: [tag()] } },
        { operationId: 'deleteTask', params: { id: any(tasks) ?? 1 } },
        { operationId: 'createList', body: { name: title() } },
      ],
    }),
]
