import type { operations } from '../generated/client.ts'
import type { Output } from './operations.ts'
import { TaskpactProblem } from './problem.ts'
import { backoff, pause, unlessAborted } from './retries.ts'

/** A page of changes, and the cursor after it. */
export type ChangesPage = Output<'listChanges'>

/** A change of what the user has. To continue after it, follow its `cursor`; undefined before the first page of a snapshot is read. */
export type FollowedChange = ChangesPage['changes'][number] & { cursor: string | undefined }

export type FollowOptions = {
  /** Ends it. */
  signal?: AbortSignal | undefined
  /** Called each time that the connection is lost, before it is opened again. */
  onBreak?: ((error: unknown) => void) | undefined
}

/** How changes are asked for. */
export type Feed = {
  list(query: NonNullable<operations['listChanges']['parameters']['query']>, signal: AbortSignal): Promise<ChangesPage>
  /** @returns the stream; null where it cannot be read as it comes */
  open(since: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array> | null>
}

// The service says something every 15 seconds, and at once when a stream is opened.
const [longestSilence, longestOpening] = [30_000, 10_000]
const pageSize = 1_000

/** The pages of changes after a cursor, as they come: by a stream, or by long polls where a stream cannot be read. @throws TaskpactProblem */
export async function* followPages(feed: Feed, cursor: string | undefined, { signal, onBreak }: FollowOptions): AsyncGenerator<ChangesPage, void, undefined> {
  const aborted = signal ?? new AbortController().signal
  const place: Place = { since: cursor, streams: true }
  for (let failures = 0; !aborted.aborted;) {
    const began = performance.now()
    try {
      yield* catchUp(feed, place, aborted)
      if (place.streams) yield* readStream(feed, place, aborted)
      else yield* poll(feed, place, aborted)
    } catch (error) {
      if (signal?.aborted) return
      if (isFinal(error)) throw error
      onBreak?.(error)
      // The next place may let streams through.
      place.streams = true
    }
    failures = performance.now() - began > longestSilence ? 1 : failures + 1
    await pause(backoff(failures), aborted).catch(() => undefined)
  }
}

/** What has been read, and whether streams can be. */
type Place = { since: string | undefined; streams: boolean }

async function* catchUp(feed: Feed, place: Place, signal: AbortSignal): AsyncGenerator<ChangesPage> {
  for (let isComplete = false; !isComplete;) {
    const page = await feed.list({ limit: pageSize, ...(place.since !== undefined && { since: place.since }) }, signal)
    place.since = page.cursor
    isComplete = page.complete
    yield page
  }
}

async function* poll(feed: Feed, place: Place, signal: AbortSignal): AsyncGenerator<ChangesPage> {
  while (place.since !== undefined) {
    const page = await feed.list({ limit: pageSize, since: place.since, wait: 30 }, signal)
    place.since = page.cursor
    yield page
  }
}

/** Each change of a stream, until it ends: also at a reset, of which the next page then tells, as a 410. */
async function* readStream(feed: Feed, place: Place, signal: AbortSignal): AsyncGenerator<ChangesPage> {
  const reader = (await feed.open(place.since ?? '', signal))?.getReader()
  let isHeard = false
  try {
    for await (const { id, event, data } of eventsOf(reader, signal)) {
      isHeard = true
      if (event === 'reset') return
      if (id === undefined) continue
      place.since = id
      const changes = event === 'change' ? [JSON.parse(data ?? '') as ChangesPage['changes'][number]] : [] // by the contract
      if (event !== undefined) yield { changes, cursor: id, complete: event !== 'change' }
    }
  } finally {
    place.streams = isHeard
    await reader?.cancel().catch(() => undefined)
  }
}

type ServerSentEvent = { id?: string; event?: string; data?: string }

/** The events of our own service, each of whose fields is one line. */
async function* eventsOf(reader: ReadableStreamDefaultReader<Uint8Array> | undefined, signal: AbortSignal): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder()
  let [text, patience] = ['', longestOpening]
  while (reader) {
    const { value, done } = await within(patience, reader, signal)
    if (done) return
    const blocks = (text + decoder.decode(value, { stream: true })).split('\n\n')
    text = blocks.pop() ?? ''
    patience = longestSilence
    for (const block of blocks) yield Object.fromEntries(Array.from(block.matchAll(/^(id|event|data): ?(.*)$/gm), ([, name = '', value]) => [name, value]))
  }
}

/** What comes next, within a time; the stream is over if nothing does. */
async function within(milliseconds: number, reader: ReadableStreamDefaultReader<Uint8Array>, signal: AbortSignal) {
  const timer = setTimeout(() => void reader.cancel().catch(() => undefined), milliseconds)
  return unlessAborted(reader.read(), signal).finally(() => clearTimeout(timer))
}

/** Whether trying again would not help. */
function isFinal(error: unknown): boolean {
  return error instanceof TaskpactProblem && error.kind !== null && error.status < 500 && ![408, 429].includes(error.status)
}
