import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { ServedFile } from '../../src/docs/reference.ts'
import { portalFiles } from './files.ts'
import type { PortalFile } from './files.ts'

const folder = new URL('../../dist/portal/', import.meta.url)
const list = new URL('files.json', folder)

// The highest level would save another tenth of the bundle, and take twelve seconds instead of one.
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

/** Writes the portal into dist/portal/, each file plain and compressed, and a list of them; what is there already is left as it is. */
export async function buildPortal(): Promise<void> {
  const files = portalFiles()
  const served = JSON.stringify(files.map(({ path, type, hash }): ServedFile => ({ path, type, hash, file: nameOf(path) })))
  if ((await readFile(list, 'utf8').catch(() => '')) === served) return
  await Promise.all(files.map(write))
  // Last, so that a build that was cut short is done again.
  await writeFile(list, served)
}

/** The name of the file of a path. A path without an ending is a page. */
export const nameOf = (path: string): string => path.replace(/^\/docs$/, '/index').replace(/^\/(docs\/)?/, '') + (/\.\w+$/.test(path) ? '' : '.html')

async function write({ path, content }: PortalFile): Promise<void> {
  const name = nameOf(path)
  await mkdir(new URL('.', new URL(name, folder)), { recursive: true })
  await writeFile(new URL(name, folder), content)
  await writeFile(new URL(`${name}.br`, folder), await toBrotli(content, brotliOptions))
  await writeFile(new URL(`${name}.gz`, folder), await toGzip(content))
}
