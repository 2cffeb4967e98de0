import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readContract } from '../contract/document.ts'
import { portalDocument } from './document.ts'
import { toOpenapi30 } from './openapi30.ts'
import { toAsyncapi } from './asyncapi.ts'
import { changesPage } from './pages/changes.ts'
import { guidePages, readGuides } from './pages/guides.ts'
import { guideStyle } from './pages/page.ts'
import { problemPages } from './pages/problems.ts'
import { llmsText, outlineHtml, outlineOf } from './outline.ts'
import { toPostman } from './postman.ts'

/** A file of the portal: where it is served, and what is in it. */
export type PortalFile = { path: string; type: string; content: Buffer; hash: string }

const assets = new URL('../../src/docs/assets/', import.meta.url)
const html = 'text/html; charset=utf-8'
const json = 'application/json; charset=utf-8'

/** What can be downloaded, for other tools and for language models. */
const downloads = [
  { text: 'OpenAPI 3.1, YAML', href: '/openapi.yaml' },
  { text: 'OpenAPI 3.1, JSON', href: '/openapi.json' },
  { text: 'OpenAPI 3.0, JSON', href: '/docs/openapi-3.0.json' },
  { text: 'Postman collection', href: '/docs/postman.json' },
  { text: 'AsyncAPI 3, JSON', href: '/asyncapi.json' },
]

/** What the portal is made of. The page asks for each script by its hash, so that browsers may keep it forever. */
export function portalFiles(): PortalFile[] {
  const [contract, guides] = [readContract(), readGuides()]
  const outline = outlineOf(contract, guides)
  const scripts = [scriptOf('/docs/scalar.js', 'standalone.js'), scriptOf('/docs/portal.js', 'portal.js'), scriptOf('/docs/guide.js', 'guide.js')]
  const page = scripts.reduce((text, { path, hash }) => text.replace(path, `${path}?v=${hash}`), readFileSync(new URL('portal.html', assets), 'utf8'))
  return [
    fileOf(
      '/docs',
      html,
      page.replace('/* guide.css */', () => guideStyle).replace('<!-- outline -->', () => outlineHtml(outline)),
    ),
    fileOf('/docs/openapi.json', json, JSON.stringify(portalDocument(contract, guides, downloads))),
    fileOf('/docs/icon.svg', 'image/svg+xml', readFileSync(new URL('icon.svg', assets))),
    fileOf('/docs/openapi-3.0.json', json, JSON.stringify(toOpenapi30(contract))),
    fileOf('/docs/postman.json', json, JSON.stringify(toPostman(contract))),
    fileOf('/asyncapi.json', json, JSON.stringify(toAsyncapi(contract))),
    fileOf('/llms.txt', 'text/plain; charset=utf-8', llmsText(outline, downloads)),
    ...scripts,
    ...[...guidePages(), changesPage(), ...problemPages()].map(([path, content]) => fileOf(path, html, content)),
  ]
}

const scriptOf = (path: string, asset: string): PortalFile => fileOf(path, 'text/javascript; charset=utf-8', readFileSync(new URL(asset, assets)))

function fileOf(path: string, type: string, text: string | Buffer): PortalFile {
  const content = Buffer.from(text)
  return { path, type, content, hash: createHash('sha256').update(content).digest('base64url').slice(0, 16) }
}
