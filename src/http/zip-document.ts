import { Readable } from 'node:stream'
import type { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { Part } from '../contract/response.ts'
import { linesOf } from './json-document.ts'

/**
 * A ZIP archive out of the parts of an object: a file for each array, and one for its other members. Without its end, where it lists the
 * files, programs refuse it.
 * @param name the name of the file for the other members
 */
export async function* zipOf(parts: AsyncGenerator<Part>, name: string): AsyncGenerator<Buffer> {
  const zip = new ZipFile()
  const output = zip.outputStream as PassThrough // its type says less
  const fail = (error: unknown): void => void output.destroy(error instanceof Error ? error : new Error('an archive failed', { cause: error }))
  zip.on('error', fail)
  const filling = new AbortController()
  const filled = fill(zip, parts, name, filling.signal).catch(fail)
  try {
    for await (const chunk of output) yield chunk as Buffer // of bytes
  } finally {
    filling.abort()
    await filled
  }
}

async function fill(zip: ZipFile, parts: AsyncGenerator<Part>, name: string, stopped: AbortSignal): Promise<void> {
  const others: Record<string, unknown> = {}
  try {
    let next = await parts.next()
    while (next.done !== true && !stopped.aborted) {
      const { name: member, value } = next.value
      if (!Array.isArray(value)) {
        others[member] = value
        next = await parts.next()
        continue
      }
      const file = { member, first: value as unknown[], next }
      await add(zip, `${member}.json`, textOf(file, parts), stopped)
      next = file.next
    }
    zip.addBuffer(Buffer.from(JSON.stringify(others, null, 2)), `${name}.json`)
    zip.end()
  } finally {
    await parts.return(undefined)
  }
}

/** The text of an array, whose last step leaves the part that follows it. */
async function* textOf(file: { member: string; first: unknown[]; next: IteratorResult<Part> }, parts: AsyncGenerator<Part>): AsyncGenerator<string> {
  yield '['
  let isStart = true
  for (let items = file.first; ;) {
    if (items.length > 0) yield linesOf(items, isStart)
    isStart &&= items.length === 0
    file.next = await parts.next()
    if (file.next.done === true || file.next.value.name !== file.member) break
    items = file.next.value.value as unknown[] // another part of the same array
  }
  yield '\n]\n'
}

/** Adds a file, and waits until it is all in the archive. */
async function add(zip: ZipFile, path: string, text: AsyncIterable<string>, stopped: AbortSignal): Promise<void> {
  const source = Readable.from(text, { objectMode: false })
  const stop = (): void => void source.destroy()
  stopped.addEventListener('abort', stop)
  try {
    // It may have been stopped before there was anything to destroy.
    if (stopped.aborted) stop()
    else zip.addReadStream(source, path)
    await finished(source)
  } finally {
    stopped.removeEventListener('abort', stop)
  }
}
