import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { components } from '../../src/generated/contract.ts'
import { operations } from '../../src/generated/handlers.ts'
import { Problem } from '../../src/problem.ts'
import type { Client } from './service.ts'

export type Export = components['schemas']['AccountExport']

/** A part of an export, before it is checked and sent. */
export type Part = { name: string; value: unknown }

/** An export that is held up. */
export type Hold = { reached: Promise<void>; release(): void }

/** Exports that are watched, and what is done to them. */
export type Watched = {
  handlers: typeof operations
  /** Is given each part before it is checked and sent, and may change it. */
  onPart: (part: Part) => Promise<void> | void
  /** How often each part with tasks is sent. */
  repeats: number
  /** How many parts were read, and how many exports have ended. */
  parts: number
  ended: number
  /** Holds the next export at its first part of this name. */
  holdAt(name: string): Hold
}

/** Somebody's export. */
export const exportOf = async (who: Client): Promise<Export> => (await who.get('/api/me/export').expect(200)).body

/** Handlers for a service whose exports are watched. */
export function watchedExports(): Watched {
  async function* observed(parts: AsyncIterable<Part>): AsyncGenerator<Part> {
    try {
      for await (const part of parts) {
        await watched.onPart(part)
        const hasTasks = part.name === 'tasks' && Array.isArray(part.value) && part.value.length > 0
        for (let time = hasTasks ? watched.repeats : 1; time > 0; time -= 1) {
          watched.parts += 1
          yield part
        }
      }
    } finally {
      watched.ended += 1
    }
  }
  const watched: Watched = {
    onPart: () => undefined,
    ...{ repeats: 1, parts: 0, ended: 0 },
    handlers: {
      ...operations,
      exportAccount: async (request) => {
        const parts = await operations.exportAccount(request)
        return parts instanceof Problem ? parts : (observed(parts) as typeof parts) // the same parts
      },
    },
    holdAt(name) {
      let reach = (): void => undefined
      const reached = new Promise<void>((resolve) => (reach = resolve))
      let release = (): void => undefined
      const released = new Promise<void>((resolve) => (release = resolve))
      watched.onPart = async (part) => {
        if (part.name !== name) return
        watched.onPart = () => undefined
        reach()
        await released
      }
      return { reached, release }
    },
  }
  return watched
}

/** A response that is being received: whether it came to its end tells `complete`, once it is `closed`. */
export type Download = { message: IncomingMessage; text(): string; closed: Promise<unknown> }

/** Requests an export, and reads it as it comes. @param reads whether to read it at all */
export async function download(url: string, token: string, headers: Record<string, string> = {}, reads = true): Promise<Download> {
  const request = httpRequest(new URL('/api/me/export', url), { headers: { Authorization: `Bearer ${token}`, ...headers }, agent: false })
  request.on('error', () => undefined).end()
  const [message]: IncomingMessage[] = await once(request, 'response')
  if (!message) throw new Error('there was no response')
  const closed = new Promise((done) => message.on('error', () => undefined).once('close', done))
  const chunks: Buffer[] = []
  if (reads) message.on('data', (chunk: Buffer) => void chunks.push(chunk))
  return { message, text: () => Buffer.concat(chunks).toString(), closed }
}
