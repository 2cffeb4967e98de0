// Writes the documentation as a site of files, for any web server: npm run docs -- <folder>
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { loadContract } from '../src/contract/contract.ts'
import { changesPage } from '../src/docs/changes.ts'
import { guidePages } from '../src/docs/guides.ts'
import { portalFiles } from '../src/docs/reference.ts'
import { problemPages } from '../src/docs/problem-pages.ts'

const [folder, ...more] = process.argv.slice(2)

async function write(site: string): Promise<number> {
  const { text, document } = loadContract()
  const start = '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Taskpact</title>\n<meta http-equiv="refresh" content="0; url=/docs">\n<a href="/docs">Taskpact</a>\n</html>\n'
  const pages = [...(await portalFiles(document)), ...guidePages(), changesPage(), ...problemPages()]
  const files: [path: string, content: string | Buffer][] = [
    ['/index.html', start],
    ['/openapi.yaml', text],
    ['/openapi.json', JSON.stringify(document)],
    // A page without an ending is the index of its folder, which is what web servers look for.
    ...pages.map(([path, content]): [string, string | Buffer] => [/\.js(on)?$/.test(path) ? path : `${path}/index.html`, content]),
  ]
  for (const [path, content] of files) {
    const file = join(site, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
  }
  return files.length
}

if (folder === undefined || more.length > 0) {
  console.error('Say where to: npm run docs -- <folder>')
  process.exitCode = 2
} else {
  try {
    console.log(`${await write(resolve(folder))} files are in ${resolve(folder)}; serve them at the root of a host.`)
  } catch (error) {
    console.error(`${resolve(folder)} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
