import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { administer, withDatabase } from './administer.ts'

/** A database of a test file's own. */
export type TestDatabase = {
  url: string
  /** The same, through a pooler where the run goes through one: what the service connects to. */
  serviceUrl: string
  /** Runs SQL as the owner of the tables; row-level security still holds for it. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** Runs SQL as the superuser, who sees every row. */
  superuser<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  drop(): Promise<void>
}

/** What a new database holds: nothing, the tables, or the accounts of alice and bob as well. */
type Contents = 'nothing' | 'tables' | 'accounts'

const templates: Record<Contents, string> = { nothing: '', tables: 'template taskpact', accounts: 'template taskpact_accounts' }

/** Makes a database, as a copy of a template. */
export async function createDatabase(contents: Contents = 'tables'): Promise<TestDatabase> {
  const template = inject('templateUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  // To copy its files takes a third of the time that copying through the log of changes does.
  await administer(template, `create database ${name} ${templates[contents]} strategy file_copy`)
  const url = withDatabase(template, name)
  const [owner, superuser] = [poolOf(url), poolOf(withDatabase(inject('superuserUrl'), name))]
  return {
    url,
    serviceUrl: throughPooler(url),
    query: async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => (await owner.query<Row>(text, values)).rows,
    superuser: async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => (await superuser.query<Row>(text, values)).rows,
    async drop() {
      await Promise.all([owner.end(), superuser.end()])
      // As the superuser, who may end the superuser's own connections.
      await administer(inject('superuserUrl'), `drop database if exists ${name} with (force)`)
    },
  }
}

function poolOf(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 2 })
  pool.on('error', () => undefined)
  return pool
}

function throughPooler(url: string): string {
  const port = inject('poolerPort')
  const changed = new URL(url)
  if (port !== null) changed.port = String(port)
  return changed.href
}
