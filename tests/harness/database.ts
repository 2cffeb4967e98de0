import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** A database of a test file's own. */
export type TestDatabase = {
  url: string
  /** Runs SQL as the owner of the tables; row-level security still holds for it. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  drop(): Promise<void>
}

/** Copies the migrated template, or makes an empty database. */
export async function createDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const template = inject('templateUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(template, migrated ? `create database ${name} template taskpact` : `create database ${name}`)
  const url = withDatabase(template, name)
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  pool.on('error', () => undefined)
  return {
    url,
    query: async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => (await pool.query<Row>(text, values)).rows,
    async drop() {
      await pool.end()
      await administer(template, `drop database if exists ${name} with (force)`)
    },
  }
}

const withDatabase = (url: string, name: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

/** From another database than the template, which cannot be copied while someone is connected to it. */
async function administer(template: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(template, 'postgres') })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
