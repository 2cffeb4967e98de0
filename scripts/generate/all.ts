// Generates all files in memory. PostgreSQL provides the types of the statements.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import { migrate } from '../../src/database/migrate.ts'
import { catalogText } from './catalog.ts'
import { changesPath, contractChanges } from './changes.ts'
import { clientContract } from './client.ts'
import { contractTypes } from './contract-types.ts'
import { documentText } from './document.ts'
import { guardsText } from './guards.ts'
import { handlersMap, operationIds } from './operations-map.ts'
import { samplesOfAll } from './samples.ts'
import { schemaText } from './schema.ts'
import { statements } from './statements.ts'

/** The text of each generated file by its path. @param database the URL of a migrated database; a temporary one if left out */
export async function generateAll(root: URL, database?: string): Promise<Map<string, string>> {
  if (database !== undefined) return generateFrom(database, root)
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-generate-'))
  const postgres = await startEmbeddedPostgres(folder, { settings: { fsync: 'off', synchronous_commit: 'off' } })
  try {
    await migrate(postgres.url)
    return await generateFrom(postgres.url, root)
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function generateFrom(connectionString: string, root: URL): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return new Map([
      ['src/generated/catalog.ts', await catalogText(client, root)],
      ['src/generated/client.ts', await clientContract(root)],
      ['src/generated/contract.ts', await contractTypes(root)],
      ['src/generated/document.ts', documentText()],
      ['src/generated/guards.ts', await guardsText(client, root)],
      ['src/generated/handlers.ts', await handlersMap(root)],
      ['src/generated/operation-ids.ts', operationIds()],
      ['src/generated/samples.ts', samplesOfAll()],
      ['src/generated/sql.ts', await statements(client, root)],
      ['sql/schema.sql', await schemaText(client)],
      [changesPath, await contractChanges(root)],
    ])
  } finally {
    await client.end()
  }
}
