// Generates src/generated/*, sql/schema.sql and the contract's changelog from openapi.yaml, its releases, sql/**/*.sql and the migrations.
import { readFile, writeFile } from 'node:fs/promises'
import { digestOfInputs, staleByRecord, writeRecord } from './generate/record.ts'
import { runProgram } from './support/program.ts'

const usage = `npm run generate -- [--check] [--database <url>]

Writes src/generated/, sql/schema.sql and the changelog of the contract, with types from a temporary PostgreSQL.

  --check           write nothing, and fail if a file is not current. If nothing has changed since the last run, that run
                    decides, except with CI=true
  --database <url>  take the types from this database, which must be migrated`

const options = { check: { type: 'boolean', default: false }, database: { type: 'string' } } as const
const root = new URL('../', import.meta.url)

const current = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8').catch(() => '')

/** Generates all files and writes those that are not current, unless it is to check only. @returns which are not current */
async function generate(check: boolean, database: string | undefined): Promise<string[]> {
  // Imported late, as it takes longer to load than the record to read.
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

await runProgram({ usage, options }, async ({ check, database }) => {
  const known = check && process.env['CI'] !== 'true' ? await staleByRecord(root) : null
  const stale = known ?? (await generate(check, database))
  if (check && stale.length > 0) {
    console.error(`Not current: ${stale.join(', ')}. Run "npm run generate" and commit what it writes; never edit these files.`)
    return 1
  }
  console.log(stale.length > 0 ? `Generated ${stale.join(', ')}` : 'All generated files are current')
  return 0
})
