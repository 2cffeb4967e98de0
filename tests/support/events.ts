import { setTimeout as pause } from 'node:timers/promises'
import type { IncomingMessage } from 'node:http'
import type { Response as TestResponse, Test } from 'supertest'
import type { components } from '../../src/generated/contract.ts'

type Change = components['schemas']['Change']

/** A block of a stream: an event, or a cursor alone. */
type Block = { id?: string; event?: string; data?: string; comment?: string }

/** An open stream. */
export type Stream = {
  status: number
  headers: Headers
  /** What has come so far. */
  blocks: Block[]
  /** Whether it has ended. */
  ended: boolean
  /** The changes so far. */
  changes(): Change[]
  /** The cursor of the last event. */
  lastId(): string
  /** Waits until something is so; fails after half a minute. */
  until(isSo: (stream: Stream) => boolean, most?: number): Promise<void>
  close(): void
}

type Options = { token?: string | undefined; headers?: Record<string, string>; path?: string; query?: Record<string, string> }

/** Opens a stream, and reads it until it is closed. */
export async function openStream(url: string, { token, headers = {}, path = '/api/me/events', query = {} }: Options): Promise<Stream> {
  const controller = new AbortController()
  const response = await fetch(`${url}${path}?${new URLSearchParams(query).toString()}`, {
    headers: { ...(token !== undefined && { Authorization: `Bearer ${token}` }), ...headers },
    signal: controller.signal,
  })
  const stream: Stream = {
    ...{ status: response.status, headers: response.headers, blocks: [], ended: false },
    changes: () => stream.blocks.flatMap(({ event, data = '' }) => (event === 'change' ? [JSON.parse(data)] : [])),
    lastId: () => stream.blocks.findLast(({ id }) => id !== undefined)?.id ?? '',
    async until(isSo, most = 30_000) {
      for (const started = performance.now(); !isSo(stream);) {
        if (performance.now() - started > most) throw new Error(`it is not so: ${JSON.stringify(stream.blocks)}`)
        await pause(5)
      }
    },
    close: () => controller.abort(),
  }
  void read(response, stream)
    .catch(() => undefined)
    .finally(() => (stream.ended = true))
  return stream
}

async function read({ body }: Response, { blocks }: Stream): Promise<void> {
  let text = ''
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const parts = (text + piece).split('\n\n')
    text = parts.pop() ?? ''
    blocks.push(...parts.map(blockOf))
  }
}

function blockOf(part: string): Block {
  const fields = part.split('\n').map((line): [string, string] => {
    const [name = '', ...rest] = line.split(':')
    return [name === '' ? 'comment' : name, rest.join(':').trimStart()]
  })
  return Object.fromEntries(fields)
}

/** A request for a stream whose response is what comes first of it; anything else is read as usual. */
export const startOfStream = (test: Test): Test =>
  test.buffer(true).parse((response, done) => {
    const message = response as TestResponse & IncomingMessage // which it is for superagent in Node
    const isStream = message.headers['content-type'] === 'text/event-stream'
    let text = ''
    message.on('data', (piece: Buffer) => {
      text += piece.toString()
      if (isStream) leave()
    })
    message.on('end', () => done(null, finished()))
    const finished = (): unknown => {
      message.text = text
      return isStream || text === '' ? {} : JSON.parse(text)
    }
    const leave = (): void => {
      message.removeAllListeners().on('error', () => undefined)
      done(null, finished())
      message.destroy()
    }
  })
