import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express from 'express'
import type { Request, RequestHandler, Response } from 'express'
import { memberOf } from '../json.ts'

/** A file of the portal as scripts/build-portal.ts lists it: the hash is that of its content; compressed files are next to it. */
export type ServedFile = { path: string; type: string; hash: string; file: string }

type Encoding = { name: 'br' | 'gzip' | 'identity'; ending: string }

// Two levels below the package root, as this module is, both in src/ and in dist/.
const folder = fileURLToPath(new URL('../../dist/portal', import.meta.url))

// Scalar writes style elements and attributes, so styles cannot do without 'unsafe-inline'; scripts can, and so no text
// that the contract carries into the page is ever run.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * The documentation portal at `/docs`: Scalar's reference of the contract, with samples, served by ourselves and kept to its
 * own origin.
 * @throws when the portal was not built
 */
export function portal(): RequestHandler {
  const files: unknown = JSON.parse(readFileSync(`${folder}/files.json`, 'utf8'))
  if (!Array.isArray(files) || !files.every(isServedFile)) throw new Error(`${folder} is not as "npm run build" leaves it`)
  const router = express.Router({ caseSensitive: true })
  for (const served of files) router.get(served.path, serve(served))
  return router
}

const isServedFile = (value: unknown): value is ServedFile => ['path', 'type', 'hash', 'file'].every((name) => typeof memberOf(value, name) === 'string')

const serve =
  ({ type, hash, file }: ServedFile): RequestHandler =>
  async (request, response) => {
    const encoding = encodingFor(request)
    response.set({
      'Content-Type': type,
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      // An address that carries the content's hash never means other content; any other one is asked about each time.
      'Cache-Control': request.query['v'] === hash ? 'public, max-age=31536000, immutable' : 'no-cache',
      // By content, as npm gives every file of a package the same date.
      'ETag': `"${hash}-${encoding.name}"`,
    })
    response.vary('Accept-Encoding')
    // A 304 has no content to be encoded.
    if (encoding.name !== 'identity' && !request.fresh) response.set('Content-Encoding', encoding.name)
    sendContent(request, response, await contentOf(join(folder, file + encoding.ending)))
  }

const contents = new Map<string, Promise<Buffer>>()

/** The content of a file. All responses share it, so that those that nobody reads take no memory of their own, and no other reads. */
function contentOf(path: string): Promise<Buffer> {
  const known = contents.get(path)
  if (known) return known
  const content = readFile(path)
  contents.set(path, content)
  // The next request tries again.
  content.catch(() => contents.delete(path))
  return content
}

/** Sends a file, or the one part of it that the client asks for (RFC 9110, section 14). Express answers conditional requests. */
function sendContent(request: Request, response: Response, content: Buffer): void {
  response.set('Accept-Ranges', 'bytes')
  const condition = request.get('If-Range')
  const ranges = condition === undefined || condition === response.get('ETag') ? request.range(content.length) : undefined
  if (ranges === -1) {
    response.status(416).set('Content-Range', `bytes */${content.length}`).end()
    return
  }
  const [range, ...others] = Array.isArray(ranges) && ranges.type === 'bytes' ? ranges : []
  // A client that asks for several parts may be sent all of it.
  if (!range || others.length > 0) {
    response.send(content)
    return
  }
  response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${content.length}`)
  response.send(content.subarray(range.start, range.end + 1))
}

function encodingFor(request: Request): Encoding {
  // Asked one by one: asked together, a browser's `gzip, deflate, br` would mean gzip, which is the larger of the two.
  if (request.acceptsEncodings('br') !== false) return { name: 'br', ending: '.br' }
  return request.acceptsEncodings('gzip') === false ? { name: 'identity', ending: '' } : { name: 'gzip', ending: '.gz' }
}
