import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import express from 'express'
import request from 'supertest'
import type { Response } from 'supertest'
import { describe, expect, test } from 'vitest'
import { portal } from '../../src/docs/reference.ts'
import { repeated } from '../support/repeated.ts'

const app = express().use(portal())
const bundle = readFileSync(new URL('../../src/docs/assets/standalone.js', import.meta.url))
const notice = readFileSync(new URL('../../src/docs/assets/NOTICE.md', import.meta.url), 'utf8')

function get(path: string, headers: Record<string, string> = {}) {
  return request(app)
    .get(path)
    .set({ 'accept-encoding': 'identity', ...headers })
}

function directives(response: Response): Map<string, string> {
  const policy = response.headers['content-security-policy'] ?? ''
  return new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ')
      return [name, sources.join(' ')]
    }),
  )
}

async function scripts(): Promise<string[]> {
  const { text } = await get('/docs')
  return [...text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => /src="([^"]*)"/.exec(tag)?.[1] ?? '')
}

describe('the page', () => {
  test.each(['/docs', '/docs/'])('is served at %s', async (path) => {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(response.text).toContain('<title>Taskpact API</title>')
    expect(response.text).toContain('<div id="app"></div>')
    expect(response.text).toContain('<main class="outline">')
    expect(response.text).toContain('name="viewport"')
  })

  test('answers HEAD with the headers alone', async () => {
    const response = await request(app).head('/docs').set('accept-encoding', 'identity')
    expect(response.status).toBe(200)
    expect(Number(response.headers['content-length'])).toBe((await get('/docs')).text.length)
    expect(response.text).toBeUndefined()
  })

  test('loads its three scripts from here, and has none inline', async () => {
    expect(await scripts()).toEqual([
      expect.stringMatching(/^\/docs\/scalar\.js\?v=[\w-]{16}$/),
      expect.stringMatching(/^\/docs\/portal\.js\?v=[\w-]{16}$/),
      expect.stringMatching(/^\/docs\/guide\.js\?v=[\w-]{16}$/),
    ])
    const { text } = await get('/docs')
    expect(text.match(/<script\b[^>]*>(?!<\/script>)/g)).toBeNull()
    expect(text).not.toMatch(/\son\w+=/)
  })

  test.each(['/docs', '/docs/portal.js'])('%s names no other origin', async (path) => {
    const { text } = await get(path)
    // This one is replaced by the page's own.
    expect(text.replaceAll('http://localhost:8000', '')).not.toMatch(/https?:\/\//i)
    expect(text).not.toMatch(/["'(]\/\//)
  })

  test('leaves other methods and other paths to others', async () => {
    expect((await request(app).post('/docs')).status).toBe(404)
    expect((await get('/docs/standalone.js')).status).toBe(404)
    expect((await get('/docs/NOTICE.md')).status).toBe(404)
    expect((await get('/docs/..%2fportal.ts')).status).toBe(404)
  })
})

describe.each(['/docs', '/docs/openapi.json', '/docs/portal.js', '/docs/scalar.js'])('%s', (path) => {
  test('is kept to its own origin, and runs no script but ours', async () => {
    const response = await get(path)
    const policy = directives(response)
    expect(policy.get('default-src')).toBe("'none'")
    expect(policy.get('script-src')).toBe("'self'")
    expect(policy.get('connect-src')).toBe("'self'")
    expect(policy.get('frame-ancestors')).toBe("'none'")
    expect(response.headers['content-security-policy']).not.toMatch(/unsafe-eval|https?:|\*/)
    expect(response.headers['x-content-type-options']).toBe('nosniff')
    expect(response.headers['referrer-policy']).toBe('no-referrer')
  })

  test.each(['br', 'gzip'])('is compressed with %s', async (encoding) => {
    const plain = await get(path)
    const response = await get(path, { 'accept-encoding': encoding })
    expect(response.status).toBe(200)
    expect(response.headers['content-encoding']).toBe(encoding)
    expect(Number(response.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']))
    expect(response.headers['vary']).toBe('Accept-Encoding')
    expect(response.text === plain.text).toBe(true)
  })

  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['deflate', undefined],
    ['', undefined],
  ])('asked for "%s" it comes as %s', async (accepted, encoding) => {
    const response = await request(app).head(path).set('accept-encoding', accepted)
    expect(response.headers['content-encoding']).toBe(encoding)
  })

  test.each(['br', 'gzip', 'identity'])('is not sent again (%s)', async (encoding) => {
    const first = await request(app).head(path).set('accept-encoding', encoding)
    const tag = first.headers['etag'] ?? ''
    expect(tag).toMatch(/^"[\w-]+"$/)
    const second = await get(path, { 'accept-encoding': encoding, 'if-none-match': tag })
    expect(second.status).toBe(304)
    expect(second.text).toBe('')
    expect(second.headers['etag']).toBe(tag)
    expect(second.headers['content-encoding']).toBeUndefined()
  })

  test('has a tag for each encoding', async () => {
    const tags = ['br', 'gzip', 'identity'].map(async (encoding) => {
      return (await request(app).head(path).set('accept-encoding', encoding)).headers['etag']
    })
    expect(repeated(await Promise.all(tags))).toEqual([])
  })

  test('is sent in part to who asks for a part', async () => {
    const { text, headers } = await get(path)
    // As bytes: a part of JSON is none.
    const part = await get(path, { 'range': 'bytes=0-9', 'if-range': headers['etag'] ?? '' }).responseType('blob')
    expect(part.status).toBe(206)
    expect(part.headers['content-range']).toBe(`bytes 0-9/${Buffer.byteLength(text)}`)
    expect(String(part.body)).toBe(text.slice(0, 10))
  })

  test.each([
    ['none that it has', { range: 'bytes=99999999-' }, 416],
    ['several', { range: 'bytes=0-9,20-29' }, 200],
    ['one of another version', { 'range': 'bytes=0-9', 'if-range': '"another"' }, 200],
  ])('asked for a part, %s', async (_, headers, status) => {
    const { length } = Buffer.from((await get(path)).text)
    const response = await get(path, headers)
    expect(response.status).toBe(status)
    if (status === 416) expect(response.headers['content-range']).toBe(`bytes */${length}`)
    else expect(Buffer.byteLength(response.text)).toBe(length)
  })

  test('is sent again when it has changed', async () => {
    expect((await get(path, { 'if-none-match': '"another"' })).status).toBe(200)
  })

  test('is asked about each time unless its address carries its hash', async () => {
    expect((await get(path)).headers['cache-control']).toBe('no-cache')
    expect((await get(`${path}?v=another`)).headers['cache-control']).toBe('no-cache')
  })
})

test('the addresses on the page are kept forever', async () => {
  for (const path of await scripts()) {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  }
})

test('the start script shows our contract, and turns off whatever of Scalar would call out', async () => {
  const { text } = await get('/docs/portal.js')
  const shown = new Promise<unknown[]>((show) => {
    const stored = new Map<string, string>()
    runInNewContext(text, {
      Scalar: { createApiReference: (...parameters: unknown[]) => show(parameters) },
      fetch: () => Promise.resolve(new Response('curl http://localhost:8000 alice@example.com')),
      location: { origin: 'https://tasks.example' },
      sessionStorage: { getItem: (name: string) => stored.get(name) ?? null, setItem: (name: string, value: string) => stored.set(name, value) },
      document: { querySelector: () => ({ remove: () => undefined }) },
      crypto,
      Uint32Array,
    })
  })
  expect(await shown).toEqual([
    '#app',
    expect.objectContaining({
      content: expect.stringMatching(/^curl https:\/\/tasks\.example alice-\w+@example\.com$/),
      authentication: { preferredSecurityScheme: 'bearer' },
      defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
      persistAuth: true,
      withDefaultFonts: false,
      proxyUrl: '',
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      showDeveloperTools: 'never',
      hideClientButton: true,
    }),
  ])
})

test('the bundle is the one that its notice describes', () => {
  const version = /^\| Version +\| (\S+) +\|$/m.exec(notice)?.[1] ?? ''
  expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  expect(/@scalar\/api-reference@\d+\.\d+\.\d+/.exec(bundle.toString('latin1'))?.[0]).toBe(`@scalar/api-reference@${version}`)
  expect(notice).toContain(createHash('sha256').update(bundle).digest('hex'))
  expect(notice).toContain('Copyright (c) 2023-present Scalar')
})
