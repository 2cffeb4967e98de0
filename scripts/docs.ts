// Writes the documentation as a site of files, for any web server.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { loadContract } from '../src/contract/contract.ts'
import { portalFiles } from './portal/files.ts'
import { UserError, runProgram } from './support/program.ts'

const usage = `npm run docs -- <folder>

Writes everything that /docs serves to a folder. Serve it at the root of a host.`

const redirect =
  '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Taskpact</title>\n<meta http-equiv="refresh" content="0; url=/docs">\n<a href="/docs">Taskpact</a>\n</html>\n'

/** @returns how many files were written */
async function write(site: string): Promise<number> {
  const { text, document } = loadContract()
  const files: [path: string, content: string | Buffer][] = [
    ['/index.html', redirect],
    ['/openapi.yaml', text],
    ['/openapi.json', JSON.stringify(document)],
    // A page without an ending becomes the index of its folder, which is what web servers look for.
    ...portalFiles().map(({ path, content }): [string, Buffer] => [/\.\w+$/.test(path) ? path : `${path}/index.html`, content]),
  ]
  for (const [path, content] of files) {
    const file = join(site, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
  }
  return files.length
}

await runProgram({ usage, positionals: [1, 1] }, async (_, [folder = '']) => {
  const site = resolve(folder)
  try {
    console.log(`Wrote ${await write(site)} files to ${site}. Serve them at the root of a host.`)
  } catch (error) {
    throw new UserError(`${site} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  }
})
