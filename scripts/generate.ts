// Generates src/generated/*, sql/schema.sql and the contract's changelog from openapi.yaml, its releases, sql/**/*.sql and the migrations. With
// --check it writes nothing, and says whether they are current: from what was generated last, where nothing has changed since. With CI=true it
// always generates. --database names a migrated database to ask instead of one of its own.
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { digestOfInputs, staleByRecord, writeRecord } from './generate/record.ts'

const root = new URL('../', import.meta.url)
const { check, database } = parseArgs({ options: { check: { type: 'boolean', default: false }, database: { type: 'string' } } }).values

const current = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8').catch(() => '')

async function generate(): Promise<string[]> {
  // Loaded late, as what it needs takes longer to load than the record to read.
  const { generateAll } = await import('./generate/all.ts')
  const inputs = await digestOfInputs(root)
  const files = await generateAll(root, database)
  const stale: string[] = []
  for (const [path, text] of files) {
    if ((await current(path)) === text) continue
    stale.push(path)
    if (!check) await writeFile(new URL(path, root), text)
  }
  // Another server may word the schema differently.
  if (database === undefined) await writeRecord(root, inputs, files)
  return stale
}

try {
  const known = check && process.env['CI'] !== 'true' ? await staleByRecord(root) : null
  const stale = known ?? (await generate())
  if (check && stale.length > 0) {
    console.error(`Not current: ${stale.join(', ')}. Run "npm run generate" and commit what it writes; never edit these files.`)
    process.exitCode = 1
  } else {
    console.log(stale.length > 0 ? `Generated ${stale.join(', ')}` : 'All generated files are current')
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
