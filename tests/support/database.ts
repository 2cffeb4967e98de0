import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

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

/** Copies the migrated template, or makes an empty database. */
export async function createDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const template = inject('templateUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(template, migrated ? `create database ${name} template taskpact` : `create database ${name}`)
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
