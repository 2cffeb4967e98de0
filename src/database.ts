import pg from 'pg'
import type { Logger } from 'pino'
import { Problem, emailTaken, internal, malformedRequest, unavailable } from './problem.ts'

/** A statement of sql/, with the types Postgres gave it; made by `npm run generate`. */
export type Statement<Values, Row> = {
  readonly name: string
  readonly text: string
  readonly parameters: readonly (keyof Values & string)[]
  /** Never there: it only carries the type of a row. */
  readonly row?: Row
}

/** The statements a handler may run. The verb says how many rows there are; more or fewer is an error of ours. */
export type Database = {
  one<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row>
  maybeOne<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row | undefined>
  many<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row[]>
}

/**
 * A pool of connections to a database.
 * @param url a PostgreSQL connection URI; TLS as its `sslmode` says
 */
export function createPool(url: string, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    // A database that scaled to zero takes seconds to wake; two are too few, ten are enough.
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'taskpact',
    pipeline: true,
    types,
  })
  // Without a listener, a connection that dies ends the process: one on the pool for idle ones, one on each for those in use.
  pool.on('error', (error) => log.warn({ code: codeOf(error) }, 'a database connection was lost'))
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** What a transaction begins with: the query that opens it, and what to say when what it asks for does not stand. */
export type Opening = { query: pg.QueryConfig; refused: () => Problem }

/** The opening by a statement that tells whether what it asks for `stands`. */
export const opening = <Values extends object>(
  statement: Statement<Values, { stands: boolean }>,
  values: Values,
  refused: () => Problem,
): Opening => ({ query: queryOf(statement, values), refused })

/**
 * A request's transaction. It begins with its first statement: begin, the opening and that statement leave in one flush, so
 * that opening costs no round trip of its own.
 */
export class Transaction implements Database {
  readonly #pool: pg.Pool
  readonly #opening: Opening
  #client: pg.PoolClient | null = null

  constructor(pool: pg.Pool, opening: Opening) {
    this.#pool = pool
    this.#opening = opening
  }

  async one<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row> {
    const row = await this.maybeOne(statement, values)
    if (row === undefined) throw new Error(`${statement.name} gave no row`)
    return row
  }

  async maybeOne<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row | undefined> {
    const rows = await this.many(statement, values)
    if (rows.length > 1) throw new Error(`${statement.name} gave ${rows.length} rows`)
    return rows[0]
  }

  async many<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row[]> {
    try {
      if (this.#client) return await run(this.#client, statement, values)
      return await this.#begin((client) => run(client, statement, values))
    } catch (error) {
      throw problemOf(error)
    }
  }

  /** Makes sure that the transaction has been opened, where a handler ran no statement. */
  async open(): Promise<void> {
    if (this.#client) return
    try {
      await this.#begin(() => Promise.resolve())
    } catch (error) {
      throw problemOf(error)
    }
  }

  /**
   * Keeps what was done.
   * @throws Problem 503 where it is not known whether it was kept: the connection was lost while committing.
   */
  async commit(): Promise<void> {
    const client = this.#release()
    if (!client) return
    try {
      const { command } = await client.query('commit')
      client.release()
      // A transaction that failed on the way answers COMMIT with ROLLBACK, and no error.
      if (command !== 'COMMIT') throw internal(new Error(`commit was answered with ${command}`))
    } catch (error) {
      if (error instanceof Problem) throw error
      client.release(true)
      throw unavailable('The database was lost while the change was being kept. It may or may not have been; look before trying again.', error)
    }
  }

  /** Undoes what was done. Never throws: a connection on which it fails is closed, which undoes it too. */
  async rollback(): Promise<void> {
    const client = this.#release()
    if (!client) return
    try {
      await client.query('rollback')
      client.release()
    } catch {
      client.release(true)
    }
  }

  #release(): pg.PoolClient | null {
    const client = this.#client
    this.#client = null
    return client
  }

  async #begin<T>(first: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect()
    this.#client = client
    const { query, refused } = this.#opening
    // All are sent before any is awaited. A failure of one fails those behind it, so the first to fail is the one to report.
    const answers = await Promise.allSettled([client.query('begin'), client.query<{ stands: boolean }>(query), first(client)])
    for (const answer of answers) if (answer.status === 'rejected') throw answer.reason
    const [, opened, result] = answers
    if (opened.status === 'fulfilled' && !opened.value.rows[0]?.stands) throw refused()
    if (result.status === 'rejected') throw result.reason
    return result.value
  }
}

/** Runs one statement by its name, so that Postgres parses it once a connection. */
async function run<Values extends object, Row>(client: pg.ClientBase, statement: Statement<Values, Row>, values: Values): Promise<Row[]> {
  const { rows } = await client.query<Row & pg.QueryResultRow>(queryOf(statement, values))
  return rows
}

const queryOf = <Values extends object>({ name, text, parameters }: Statement<Values, unknown>, values: Values): pg.QueryConfig => ({
  name,
  text,
  values: parameters.map((key) => values[key]),
})

/** What the database refused, in the client's words; whatever is not known here is an error of ours. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (!(error instanceof Error)) return internal(error)
  if (error instanceof pg.DatabaseError) {
    const { code = '', constraint = '' } = error
    if (constraint === 'passwords_email_taken') return emailTaken()
    if (/^(22021|22P05|22P02|22003|22001|2200)/.test(code)) return malformedRequest('A value in the request cannot be stored.')
    if (/^(57014|55P03|08|57P0|53|40001|40P01|25P03)/.test(code)) return databaseDown(error)
    return internal(error)
  }
  // What is not an answer of the database is the connection's: refused, reset, timed out, closed.
  return /connect|timeout|terminated|closed|socket|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|queryable|SSL|TLS/i.test(`${error.message} ${codeOf(error)}`)
    ? databaseDown(error)
    : internal(error)
}

const databaseDown = (cause: Error): Problem =>
  unavailable('The database does not answer. Nothing was changed; try again.', cause)

/** The code of an error of Node's or Postgres': never its text, which may quote what a user wrote. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Text parsers: bigints as bounded numbers, timestamps as RFC 3339 without a Date, which would drop their microseconds. */
const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, parseBigint],
  [pg.types.builtins.TIMESTAMPTZ, parseTimestamp],
])

// Its type knows the ids of built-in types alone.
const standardParser: (oid: number, format?: 'text' | 'binary') => unknown = pg.types.getTypeParser

const types: pg.CustomTypesConfig = { getTypeParser: (oid, format) => parsers.get(oid) ?? standardParser(oid, format) }

function parseBigint(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint beyond 2^53-1')
  return value
}

/** '2026-11-21 08:05:00.123456+00' → '2026-11-21T08:05:00.123456Z'. */
function parseTimestamp(text: string): string {
  if (text.endsWith('+00')) return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`
  const [, seconds = text, fraction = '', hours = '+00', minutes = '00'] =
    /^(.{19})(\.\d+)?([+-]\d\d):?(\d\d)?$/.exec(text) ?? []
  const utc = new Date(`${seconds.replace(' ', 'T')}${hours}:${minutes}`).toISOString().slice(0, 19)
  return `${utc}${fraction}Z`
}
