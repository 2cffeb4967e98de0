// Users who write and read their own, each read compared with what they wrote.
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { createTaskpact } from '../../../src/client/index.ts'
import type { Taskpact } from '../../../src/client/index.ts'

/** What has been read: how often something that was written was missing, and statuses that nothing allows. */
export type Readings = { reads: number; writes: number; stale: number; refused: number; examples: string[] }

/** Who reads and writes, with which share of writes, and the titles of their tasks as they wrote them. */
export type Owner = { api: Taskpact; writeShare: number; titles: Map<number, string>; versions: number }

/** Where the processes of the service are. */
export type Urls = readonly string[]

// Those who write often mostly read on the primary, and those who write seldom on replicas.
const writeShares = [0, 0.003, 0.03, 0.3]
const tasksEach = 5
const mostExamples = 10

/** Nothing yet. */
export const noReadings = (): Readings => ({ reads: 0, writes: 0, stale: 0, refused: 0, examples: [] })

/**
 * A user with a few tasks. Three of four have a client whose every request goes to any process, as a balancer does that knows nobody;
 * the others keep to one process, and their client sends no Sync-After.
 */
export async function createOwner(index: number, urls: Urls, token: string, readings: () => Readings): Promise<Owner> {
  const moves = index % 4 !== 0
  const home = urls[Math.floor(index / 4) % urls.length] ?? ''
  const send = async (asked: Request): Promise<Response> => {
    if (!moves) asked.headers.delete('Sync-After')
    const response = await lean(asked, asked.url.replace(home, moves ? any(urls) : home))
    if (!response.ok) note(readings(), 'refused', `${response.status} ${asked.method} ${new URL(asked.url).pathname}`)
    return response
  }
  const api = createTaskpact({ url: home, token, retries: 0, fetch: send })
  const owner: Owner = { api, writeShare: writeShares[index % writeShares.length] ?? 0, titles: new Map(), versions: 0 }
  while (owner.titles.size < tasksEach) await create(owner)
  return owner
}

/**
 * Has each owner do one thing after another, until there were so many reads, or until it is told to stop.
 * @param writes whether they also write
 */
export async function readTheirOwn(owners: readonly Owner[], readings: Readings, isOver: () => boolean, writes = true): Promise<void> {
  const work = async (owner: Owner): Promise<void> => {
    while (!isOver()) {
      try {
        if (writes && Math.random() < owner.writeShare) {
          await any(writings)(owner)
          readings.writes += 1
        } else {
          const missing = await (Math.random() < 0.8 ? readOne(owner) : readAll(owner))
          readings.reads += 1
          if (missing !== null) note(readings, 'stale', missing)
        }
      } catch (error) {
        // Its status was counted when it came; a lost connection has none.
        if (!isProblem(error)) note(readings, 'refused', String(error))
      }
    }
  }
  await Promise.all(owners.map(work))
}

/** Reads a task. @returns how it differs from what its owner wrote; null if it does not */
async function readOne({ api, titles }: Owner): Promise<string | null> {
  const [id, title] = any([...titles])
  const read = await api.getTask({ params: { id } })
  return read.title === title ? null : `task ${id} is "${read.title}", not "${title}"`
}

/** Reads all tasks: those that were created have to be there, and those that were deleted must not. */
async function readAll({ api, titles }: Owner): Promise<string | null> {
  const read = (await api.listTasks({ query: { sort: 'created_at' } })).map(({ id, title }) => `${id} ${title}`)
  const known = Array.from(titles, ([id, title]) => `${id} ${title}`)
  const differing = [...read.filter((each) => !known.includes(each)), ...known.filter((each) => !read.includes(each))]
  return differing.length === 0 ? null : `the list differs in: ${differing.join(', ')}`
}

const agent = new Agent({ keepAlive: true })

/** Sends a request as fetch does, with half of the processor time, of which this process takes most here. */
async function lean(asked: Request, url: string): Promise<Response> {
  const { method, headers } = asked
  const body = method === 'GET' ? '' : await asked.text()
  return new Promise((resolve, reject) => {
    request(url, { method, agent, headers: Object.fromEntries(headers) }, (incoming) => {
      const { statusCode: status = 0 } = incoming
      const given = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : []))
      text(incoming).then((read) => resolve(new Response(status === 204 ? null : read, { status, headers: given })), reject)
    })
      .on('error', reject)
      .end(body)
  })
}

const nextTitle = (owner: Owner): string => `version ${(owner.versions += 1)}`

async function create(owner: Owner): Promise<void> {
  const { id, title } = await owner.api.createTask({ body: { title: nextTitle(owner) } })
  owner.titles.set(id, title)
}

async function change(owner: Owner): Promise<void> {
  const [id] = any([...owner.titles])
  const { title } = await owner.api.patchTask({ params: { id }, body: { title: nextTitle(owner) } })
  owner.titles.set(id, title)
}

async function replace(owner: Owner): Promise<void> {
  const [id] = any([...owner.titles])
  await owner.api.deleteTask({ params: { id } })
  owner.titles.delete(id)
  await create(owner)
}

const writings = [change, change, change, replace]

function note(readings: Readings, what: 'stale' | 'refused', example: string): void {
  readings[what] += 1
  if (readings.examples.length < mostExamples) readings.examples.push(`${what}: ${example}`)
}

const isProblem = (error: unknown): boolean => error instanceof Error && error.name === 'TaskpactProblem'

/** Any one of several. @throws if there are none */
export function any<Each>(all: readonly Each[]): Each {
  const one = all[Math.floor(Math.random() * all.length)]
  if (one === undefined) throw new Error('there is nothing to choose from')
  return one
}
