// Clients that follow what a user has, by asking again and again or by a stream, whatever becomes of the service meanwhile.
import { setTimeout as pause } from 'node:timers/promises'
import { apply, entryOf } from './changes.ts'
import type { Change, Copy } from './changes.ts'
import type { Person } from './writers.ts'

type Identified = Pick<Person, 'id' | 'headers'>

/** What a follower has seen. */
export type Follower = {
  person: Identified
  /** With `latest`, of each thing only its last state comes, so that only the copy can be compared. */
  mode: 'latest' | 'events'
  copy: Copy
  /** The changes after the snapshot that it began with, in the order in which they came. */
  entries: string[]
  /** The number of the snapshot, and of the last change. */
  from: number | null
  last: number
  /** Whether it has read the snapshot. */
  isReady: boolean
  /** How often it had to begin again where it was. */
  resumed: number
  /** Responses and events that nothing allows. */
  unexpected: string[]
  stop(): Promise<void>
}

type Url = () => string
type State = Omit<Follower, 'stop'> & { cursor: string; signal: AbortSignal }
type Page = { changes: Change[]; cursor: string; complete: boolean }

/** Follows by long polls. */
export const startPoller = (person: Person, mode: Follower['mode'], url: Url): Follower => start(person, mode, url, poll)

/** Follows by a stream, which is cut at random. */
export const startStream = (person: Person, mode: Follower['mode'], url: Url): Follower => start(person, mode, url, stream)

function start(person: Person, mode: Follower['mode'], url: Url, follow: (state: State, url: string) => Promise<void>): Follower {
  const controller = new AbortController()
  const state = stateOf(person, mode, controller.signal)
  const run = async (): Promise<void> => {
    while (!state.signal.aborted) {
      const work = state.isReady ? follow : readSnapshot
      await work(state, url()).catch((error: unknown) => isInterruption(error) || state.unexpected.push(String(error)))
      if (state.isReady) state.resumed += 1
      await pause(20 + Math.random() * 300)
    }
  }
  const over = run()
  return Object.assign(state, {
    stop() {
      controller.abort()
      return over
    },
  })
}

class Refused extends Error {}

/** A connection that breaks, or a service that is not there, is what this is about. */
const isInterruption = (error: unknown): boolean =>
  error instanceof Error &&
  (error instanceof Refused || ['AbortError', 'TimeoutError'].includes(error.name) || /^(fetch failed|terminated)/.test(error.message))

/** What a user has now. */
export async function snapshotOf(person: Identified, url: string): Promise<Copy> {
  const state = stateOf(person, 'latest', AbortSignal.timeout(60_000))
  await readSnapshot(state, url)
  return state.copy
}

function stateOf(person: Identified, mode: Follower['mode'], signal: AbortSignal): State {
  return { person, mode, copy: new Map(), entries: [], from: null, last: 0, isReady: false, resumed: 0, unexpected: [], cursor: '', signal }
}

/** A response; throws Refused for one that asks for another try, and notes one that nothing allows. */
async function get(state: State, url: string, headers: Record<string, string>, milliseconds: number): Promise<Response> {
  const signal = AbortSignal.any([state.signal, AbortSignal.timeout(milliseconds)])
  const response = await fetch(url, { headers: { ...state.person.headers, ...headers }, signal })
  if (response.ok) return response
  const text = await response.text()
  if (response.status !== 503 && response.status !== 429) state.unexpected.push(`${response.status} ${text}`)
  throw new Refused(text)
}

/** Reads a page of changes, and learns them. @returns whether there are no more for now */
async function readPage(state: State, url: string, query: Record<string, string>): Promise<boolean> {
  const since = state.cursor === '' ? {} : { since: state.cursor }
  const response = await get(state, `${url}/api/me/changes?${new URLSearchParams({ mode: state.mode, ...query, ...since }).toString()}`, {}, 30_000)
  const { changes, cursor, complete } = (await response.json()) as Page // the service validated it
  state.from ??= changes[0]?.seq ?? 0
  for (const change of changes) see(state, change)
  state.cursor = cursor
  return complete
}

function see(state: State, change: Change): void {
  apply(state.copy, change)
  state.last = change.seq
  // What is in the snapshot has its number.
  if (state.mode === 'events' && change.seq !== state.from) state.entries.push(entryOf(change))
}

/** Reads everything there is, and what changes meanwhile. */
async function readSnapshot(state: State, url: string): Promise<void> {
  while (!(await readPage(state, url, {})));
  state.isReady = true
}

async function poll(state: State, url: string): Promise<void> {
  for (;;) await readPage(state, url, { wait: String(Math.floor(Math.random() * 10)), limit: String(1 + Math.floor(Math.random() * 100)) })
}

async function stream(state: State, url: string): Promise<void> {
  // It is cut after a while, in the midst of whatever comes.
  const response = await get(state, `${url}/api/me/events?mode=${state.mode}`, { 'Last-Event-ID': state.cursor }, 2_000 + Math.floor(Math.random() * 40_000))
  let text = ''
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (text + piece).split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) take(state, block)
  }
}

function take(state: State, block: string): void {
  const fieldOf = (name: string): string | undefined => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1]
  const event = fieldOf('event')
  if (event === 'change')
    see(state, JSON.parse(fieldOf('data') ?? '') as Change) // the service validated it
  else if (event === 'reset') state.unexpected.push(block)
  state.cursor = fieldOf('id') ?? state.cursor
}
