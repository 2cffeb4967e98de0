// Fetches one version of Scalar's standalone bundle into src/docs/assets/.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError, UserError, runProgram } from './support/program.ts'
import { run } from './support/run.ts'

const usage = `npx tsx scripts/vendor-portal.ts <version>

Fetches that version of @scalar/api-reference with npm pack, writes its bundle and its notice to src/docs/assets/.`

const name = '@scalar/api-reference'
const member = 'package/dist/browser/standalone.js'
const target = fileURLToPath(new URL('../src/docs/assets/', import.meta.url))

/** Downloads the package; npm checks its integrity. @returns the path of the tarball */
async function pack(version: string, folder: string): Promise<string> {
  await run('.', 'npm', ['pack', '--loglevel', 'error', '--pack-destination', folder, `${name}@${version}`])
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'))
  if (tarball === undefined) throw new UserError(`npm pack left no tarball for ${name}@${version}`)
  return join(folder, tarball)
}

async function extract(tarball: string, folder: string): Promise<Buffer> {
  await run('.', 'tar', ['-xzf', tarball, '-C', folder, member])
  return readFileSync(join(folder, member))
}

function notice(version: string, tarball: Buffer, bundle: Buffer): string {
  const integrity = createHash('sha512').update(tarball).digest('base64')
  const sum = createHash('sha256').update(bundle).digest('hex')
  return `# Notice

\`standalone.js\` is not our work. It is kept here as published, because the package it comes from brings some 240 MB of
dependencies that are all bundled into this one file already.

| | |
| --- | --- |
| Package | [${name}](https://www.npmjs.com/package/${name}/v/${version}) |
| Version | ${version} |
| Source | <https://github.com/scalar/scalar> |
| File | \`${member.replace('package/', '')}\`, unmodified |
| SHA-256 of the file | \`${sum}\` |
| npm integrity of the package | \`sha512-${integrity}\` |
| Licence | MIT |

To get another version: \`npx tsx scripts/vendor-portal.ts <version>\`. It downloads the package with \`npm pack\`,
takes the one file out of it and rewrites this notice. The licence comments that the bundle carries are kept in it.

## Licence

MIT License

Copyright (c) 2023-present Scalar

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`
}

await runProgram({ usage, positionals: [1, 1] }, async (_, [version = '']) => {
  // npm takes a range too, and would then choose a release whose engines fit the Node that runs npm, though the bundle runs in browsers only.
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new UsageError(`"${version}" is not an exact version, such as 1.72.1.`)
  const folder = mkdtempSync(join(tmpdir(), 'vendor-portal-'))
  try {
    const tarball = await pack(version, folder)
    const bundle = await extract(tarball, folder)
    mkdirSync(target, { recursive: true })
    writeFileSync(join(target, 'standalone.js'), bundle)
    writeFileSync(join(target, 'NOTICE.md'), notice(version, readFileSync(tarball), bundle))
    console.log(`${name} ${version}: ${bundle.length} bytes in ${target}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
