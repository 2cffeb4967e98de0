import type pg from 'pg'
import type { Connections, Database, Statement } from './database.ts'
import { CommitUnknown, ConnectionLost, isOutage, problemOf } from './database-problem.ts'
import { internal } from './problem.ts'
import type { Problem } from './problem.ts'

/** What a transaction begins with: the statement that opens it, and what to say when what it asks for does not stand. */
export type Opening = {
  run: (connections: Connections, client: pg.ClientBase) => Promise<{ stands: boolean }[]>
  refused: () => Problem
}

/** Sends a statement at once, without waiting for what was sent before it. */
export type Send = <Values extends object, Row>(statement: Statement<Values, Row>, values: Values) => Promise<Row[]>

/** The opening by a statement that tells whether what it asks for `stands`. */
export const opening = <Values extends object>(
  statement: Statement<Values, { stands: boolean }>,
  values: Values,
  refused: () => Problem,
): Opening => ({ run: (connections, client) => connections.run(client, statement, values), refused })

/**
 * A request's transaction. It begins with its first statement: begin, the opening and that statement leave in one go, so
 * that opening costs no round trip of its own.
 */
export class Transaction implements Database {
  readonly #connections: Connections
  readonly #opening: Opening
  #client: Promise<pg.PoolClient> | null = null
  #opened: Promise<void> = Promise.resolve()

  constructor(connections: Connections, opening: Opening) {
    this.#connections = connections
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
    const client = await this.#begun()
    const rows = this.#connections.run(client, statement, values)
    // A failure of what was sent before fails what comes behind it, so the first to fail is the one to report.
    const [opened, answered] = await Promise.allSettled([this.#opened, rows])
    if (opened.status === 'rejected') throw refusalOf(opened.reason)
    if (answered.status === 'rejected') throw refusalOf(answered.reason)
    return answered.value
  }

  /** Makes sure that the transaction has been opened, where a handler ran no statement. */
  async open(): Promise<void> {
    await this.#begun()
    await this.#opened.catch((error: unknown) => {
      throw refusalOf(error)
    })
  }

  /**
   * Keeps what was done, with what `last` does sent ahead of the commit, in the same go.
   * @throws Problem 503 where it is not known whether it was kept: the connection was lost while committing
   */
  async commit(last?: (send: Send) => Promise<unknown>): Promise<void> {
    const client = await this.#client
    if (!client) return
    const before = last?.((statement, values) => this.#connections.run(client, statement, values))
    const [done, committed] = await Promise.allSettled([before, this.#connections.tell(client, 'commit')])
    this.#client = null
    if (committed.status === 'rejected') {
      client.release(true)
      throw problemOf(new CommitUnknown('the connection was lost while committing', { cause: committed.reason }))
    }
    client.release()
    if (done.status === 'rejected') throw refusalOf(done.reason)
    // A transaction that failed on the way answers COMMIT with ROLLBACK, and no error.
    const { command } = committed.value
    if (command !== 'COMMIT') throw internal(new Error(`commit was answered with ${command}`))
  }

  /** Undoes what was done. Never throws: a connection on which it fails is closed, which undoes it too. */
  async rollback(): Promise<void> {
    const client = await this.#client?.catch(() => null)
    this.#client = null
    if (!client) return
    try {
      await this.#connections.tell(client, 'rollback')
      client.release()
    } catch {
      client.release(true)
    }
  }

  #begun(): Promise<pg.PoolClient> {
    return (this.#client ??= this.#begin())
  }

  async #begin(): Promise<pg.PoolClient> {
    const client = await this.#connections.acquire().catch((error: unknown) => {
      throw problemOf(error)
    })
    const begin = this.#connections.tell(client, 'begin')
    const opened = this.#opening.run(this.#connections, client)
    this.#opened = Promise.all([begin, opened]).then(([, [row]]) => {
      if (!row?.stands) throw this.#opening.refused()
    })
    // It is looked at with the first statement; until then its failure is nobody's surprise.
    this.#opened.catch(() => undefined)
    return client
  }
}

/** Before the commit is sent, a lost connection means that nothing was kept. */
const refusalOf = (error: unknown): Problem =>
  problemOf(isOutage(error) ? new ConnectionLost('the connection was lost before the commit', { cause: error }) : error)
