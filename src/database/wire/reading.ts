import type { Readable } from 'node:stream'

// What takes a few milliseconds to parse.
const maxBytesPerTurn = 128 * 1_024
// A smaller chunk is the last one of a result, or a result of its own.
const fullChunk = 16_000

/**
 * Reads a large result in several turns of the event loop, so that other requests do not wait for all of it: by itself, Node reads a
 * socket again and again as long as there is more.
 */
export function readInTurns(stream: Readable): void {
  let bytes = 0
  stream.on('data', ({ length }: Buffer) => {
    if (length < fullChunk) return
    if (bytes === 0) {
      setImmediate(() => {
        bytes = 0
        stream.resume()
      })
    }
    bytes += length
    if (bytes >= maxBytesPerTurn) stream.pause()
  })
}
