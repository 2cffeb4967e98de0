// Remembers the inputs of the generated files, so that a check need not generate again if nothing has changed.
import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { git } from '../contract/releases.ts'

/** The last generation: the SHA-256 of its inputs, and of each file by its path. */
type GenerationRecord = { inputs: string; files: { [path: string]: string } }

const recordPath = 'node_modules/.cache/taskpact-generate/record.json'

/** The files that differ from the last generation; null if its inputs were others or there is none. */
export async function staleByRecord(root: URL): Promise<string[] | null> {
  const record = await readFile(new URL(recordPath, root), 'utf8').then(
    (text) => JSON.parse(text) as GenerationRecord,
    () => null,
  ) // as written below
  if (record === null || record.inputs !== (await digestOfInputs(root))) return null
  const stale: string[] = []
  for (const [path, digest] of Object.entries(record.files)) if ((await digestOfFile(path, root).catch(() => null)) !== digest) stale.push(path)
  return stale
}

/** Keeps a generation for the next check. @param inputs the digest of the inputs before it began */
export async function writeRecord(root: URL, inputs: string | null, files: Map<string, string>): Promise<void> {
  // If something changed meanwhile, the inputs are unknown.
  if (inputs === null || inputs !== (await digestOfInputs(root))) return
  const record: GenerationRecord = { inputs, files: Object.fromEntries([...files].map(([path, text]) => [path, sha256(text)])) }
  await mkdir(new URL('.', new URL(recordPath, root)), { recursive: true })
  await writeFile(new URL(recordPath, root), JSON.stringify(record))
}

/** The SHA-256 of all sources of the generated files and of the generator; null if some cannot be read. */
export const digestOfInputs = (root: URL): Promise<string | null> =>
  inputsOf(root).then(
    (inputs) => sha256(JSON.stringify(inputs)),
    () => null,
  )

async function inputsOf(root: URL): Promise<unknown[]> {
  const sql = (await readdir(new URL('sql/', root), { recursive: true })).filter((file) => file.endsWith('.sql')).map((file) => `sql/${file}`)
  // The packages as installed, whatever package.json states.
  const files = ['openapi.yaml', 'node_modules/.package-lock.json', ...sql, ...(await modulesOf('scripts/generate.ts', root))]
  const inputs = files.filter((file) => file !== 'sql/schema.sql' && !file.startsWith('src/generated/')).sort()
  return [
    await Promise.all(inputs.map(async (path) => [path, await digestOfFile(path, root)])),
    // The names of the handlers: an extra one is an error.
    (await readdir(new URL('src/', root), { recursive: true })).filter((file) => !file.startsWith('generated')).sort(),
    git(fileURLToPath(root), 'tag', '--merged', 'HEAD', '--list', 'v*', '--format', '%(refname) %(objectname)'),
    [process.version, process.platform, process.arch],
  ]
}

/** A program's own modules, however they are imported. */
async function modulesOf(program: string, root: URL): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: fileURLToPath(root),
    entryPoints: [program],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
  return Object.keys(metafile.inputs)
}

const digestOfFile = async (path: string, root: URL): Promise<string> => sha256(await readFile(new URL(path, root)))
const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')
