import { createHash } from 'node:crypto'
import { accessSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import express from 'express'
import type { Request, RequestHandler, Response } from 'express'
import type { ContractDocument } from '../contract/contract.ts'

type Encoding = 'br' | 'gzip' | 'identity'

/** One answer's content in every encoding it is sent in; what is compressed is made when it is first asked for and kept from then on. */
type Asset = { type: string; hash: () => Promise<string>; body: (encoding: Encoding) => Promise<Buffer> }

type Portal = { page: Asset; scripts: ReadonlyMap<string, Asset> }

// Two levels below the package root, as this module is, both in src/ and in dist/.
const folder = new URL('../../src/docs/assets/', import.meta.url)

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

// The highest level would save another eighth, and take seconds instead of a fraction of one.
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }

// The asynchronous forms, so that other requests are answered while these work.
const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => (made ??= { value: make() }).value
}

/** What is read is not kept here: most services are never asked for it, and browsers take it compressed. */
function asset(type: string, read: () => Promise<Buffer>): Asset {
  const bodies = {
    br: once(async () => toBrotli(await read(), brotliOptions)),
    gzip: once(async () => toGzip(await read())),
    identity: read,
  }
  const hash = once(async () => createHash('sha256').update(await read()).digest('base64url').slice(0, 16))
  return { type, hash, body: (encoding) => bodies[encoding]() }
}

/** @throws when it is missing */
function script(file: string): Asset {
  const place = new URL(file, folder)
  accessSync(place)
  return asset('text/javascript; charset=utf-8', () => readFile(place))
}

// The icon is an empty one: without it browsers ask for /favicon.ico.
function html(versions: ReadonlyMap<string, string>): string {
  const addressOf = (path: string): string => `${path}?v=${versions.get(path) ?? ''}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Taskpact API</title>
<link rel="icon" href="data:,">
<script defer src="${addressOf('/docs/scalar.js')}"></script>
<script defer src="${addressOf('/docs/portal.js')}"></script>
</head>
<body>
<div id="app"></div>
<noscript>This page needs JavaScript. The contract itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
</body>
</html>
`
}

// Once for the process, however many applications it makes.
const load = once((): Portal => {
  const scripts = new Map([
    ['/docs/scalar.js', script('standalone.js')],
    ['/docs/portal.js', script('portal.js')],
  ])
  const page = async (): Promise<Buffer> => {
    const versions = await Promise.all(Array.from(scripts, async ([path, { hash }]) => [path, await hash()] as const))
    return Buffer.from(html(new Map(versions)))
  }
  return { page: asset('text/html; charset=utf-8', page), scripts }
})

function encoding(request: Request): Encoding {
  // Asked one by one: asked together, a browser's `gzip, deflate, br` would mean gzip, which is the larger of the two.
  if (request.acceptsEncodings('br') !== false) return 'br'
  return request.acceptsEncodings('gzip') === false ? 'identity' : 'gzip'
}

async function send(request: Request, response: Response, found: Asset): Promise<void> {
  const chosen = encoding(request)
  const hash = await found.hash()
  const current = request.query['v'] === hash
  response.set({
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    // An address that carries the content's hash never means other content; any other one is asked about each time.
    'Cache-Control': current ? 'public, max-age=31536000, immutable' : 'no-cache',
    'ETag': `"${hash}-${chosen}"`,
  })
  response.vary('Accept-Encoding')
  if (request.fresh) {
    response.status(304).end()
    return
  }
  const body = await found.body(chosen)
  if (chosen !== 'identity') response.set('Content-Encoding', chosen)
  response.type(found.type).send(body)
}

const referencePath = '/docs/openapi.json'

/** What the reference shows: made when it is first asked for, and kept, as it is made of much. */
const referenceOf = (contract: ContractDocument): Asset =>
  asset(
    'application/json',
    once(async () => {
      // It takes memory, which most services have no use for.
      const { withSamples } = await import('./code-samples.ts')
      return Buffer.from(JSON.stringify(withSamples(contract)))
    }),
  )

/** What the portal of a contract is made of, by path, as a site of files has it. */
export async function portalFiles(contract: ContractDocument): Promise<[path: string, content: Buffer][]> {
  const { page, scripts } = load()
  const files = [['/docs', page] as const, [referencePath, referenceOf(contract)] as const, ...scripts].map(async ([path, { body }]): Promise<[string, Buffer]> => [path, await body('identity')])
  return Promise.all(files)
}

/**
 * The documentation portal at `/docs`: Scalar's reference of a contract, with samples, served by ourselves and kept to its
 * own origin. It fails here, when the application is put together, if its files are missing.
 */
export function portal(contract: ContractDocument): RequestHandler {
  const { page, scripts } = load()
  const reference = referenceOf(contract)
  const router = express.Router({ caseSensitive: true })
  router.get('/docs', (request, response) => send(request, response, page))
  router.get(referencePath, (request, response) => send(request, response, reference))
  for (const [path, found] of scripts) router.get(path, (request, response) => send(request, response, found))
  return router
}
