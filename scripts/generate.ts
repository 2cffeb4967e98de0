// Generates src/generated/*, sql/schema.sql and the contract's changelog from openapi.yaml, its releases, sql/**/*.sql and the migrations. With --check: says whether they are current.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../src/embedded.ts'
import { migrate } from '../src/migrate.ts'
import { changesPath, contractChanges } from './generate/changes.ts'
import { clientContract } from './generate/client.ts'
import { contractTypes } from './generate/contract-types.ts'
import { documentText } from './generate/document.ts'
import { operationsMap } from './generate/operations-map.ts'
import { samplesOfAll } from './generate/samples.ts'
import { schemaText } from './generate/schema.ts'
import { statements } from './generate/statements.ts'

const root = new URL('../', import.meta.url)

async function generate(): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-generate-'))
  const postgres = await startEmbeddedPostgres(folder, { settings: { fsync: 'off', synchronous_commit: 'off' } })
  try {
    await migrate(postgres.url)
    return await generateFrom(postgres.url)
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function generateFrom(connectionString: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return new Map([
      ['src/generated/client.ts', await clientContract(root)],
      ['src/generated/contract.ts', await contractTypes(root)],
      ['src/generated/document.ts', documentText()],
      ['src/generated/operations.ts', await operationsMap(root)],
      ['src/generated/samples.ts', samplesOfAll()],
      ['src/generated/sql.ts', await statements(client, root)],
      ['sql/schema.sql', await schemaText(client)],
      [changesPath, await contractChanges(root)],
    ])
  } finally {
    await client.end()
  }
}

const current = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8').catch(() => '')

try {
  const files = await generate()
  const stale: string[] = []
  for (const [path, text] of files) {
    if ((await current(path)) === text) continue
    stale.push(path)
    if (!process.argv.includes('--check')) await writeFile(new URL(path, root), text)
  }
  if (process.argv.includes('--check') && stale.length > 0) {
    console.error(`Not current: ${stale.join(', ')}. Run "npm run generate" and commit what it writes; never edit these files.`)
    process.exitCode = 1
  } else {
    console.log(stale.length > 0 ? `Generated ${stale.join(', ')}` : 'All generated files are current')
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
