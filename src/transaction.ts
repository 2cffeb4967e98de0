import type pg from 'pg'
import { control, stepOf } from './pipeline.ts'
import type { Outcome, Step, StepResult } from './pipeline.ts'
import type { Connections, Database, Statement } from './database.ts'
import { CommitUnknown, ConnectionLost, isOutage, problemOf } from './database-problem.ts'
import { internal } from './problem.ts'
import type { Problem } from './problem.ts'

/** What a transaction begins with: the statement that opens it, and what to say when what it asks for does not stand. */
export type Opening = { step: Step; refused: () => Problem }

/** The opening by a statement that tells whether what it asks for `stands`. */
export const opening = <Values extends object>(
  statement: Statement<Values, { stands: boolean }>,
  values: Values,
  refused: () => Problem,
): Opening => ({ step: stepOf(statement, values), refused })

/**
 * What is kept: `whole`, all of it or nothing, once it is committed; or `each` statement for itself, with an opening of its
 * own, at once. That is half of the round trips and messages, for reads and for a single statement.
 */
export type Keeping = 'whole' | 'each'

/**
 * A request's transaction. It begins with its first statement: begin, the opening and that statement leave in one go, so
 * that opening costs no round trip of its own.
 */
export class Transaction implements Database {
  readonly #connections: Connections
  readonly #opening: Opening
  readonly #keeping: Keeping
  #client: Promise<pg.PoolClient> | null = null
  #opened: Promise<unknown> | null = null

  constructor(connections: Connections, opening: Opening, keeping: Keeping = 'whole') {
    this.#connections = connections
    this.#opening = opening
    this.#keeping = keeping
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
    return (await this.#run([stepOf(statement, values)])) as Row[] // Postgres gave the statement its type
  }

  async apart<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#run([control('savepoint apart')])
    try {
      const result = await work()
      await this.#run([control('release savepoint apart')])
      return result
    } catch (error) {
      await this.#run([control('rollback to savepoint apart'), control('release savepoint apart')])
      throw error
    }
  }

  /** Makes sure that the transaction has been opened, where a handler ran no statement. */
  async open(): Promise<void> {
    await (this.#opened ?? this.#run([]))
  }

  /**
   * Keeps what was done, with what `last` does sent ahead of the commit, in the same go.
   * @throws Problem 503 where it is not known whether it was kept: the connection was lost while committing
   */
  async commit(last?: Step): Promise<void> {
    const client = await this.#client
    if (!client) return
    if (this.#keeping === 'each') {
      this.#release(client)
      return
    }
    const { results, failure } = await this.#connections.send(client, last ? [last, control('commit')] : [control('commit')])
    if (isOutage(failure)) {
      this.#release(client, true)
      throw problemOf(new CommitUnknown('the connection was lost while committing', { cause: failure }))
    }
    if (failure) throw problemOf(failure)
    this.#release(client)
    // A transaction that failed on the way answers COMMIT with ROLLBACK, and no error.
    const command = results.at(-1)?.command
    if (command !== 'COMMIT') throw internal(new Error(`commit was answered with ${command}`))
  }

  /** Looks at all that a commit would look at, and then undoes what was done. */
  async rehearse(): Promise<void> {
    const client = await this.#client
    if (!client) return
    rowsOf(await this.#connections.send(client, [control('set constraints all immediate'), control('rollback')]))
    this.#release(client)
  }

  /** Undoes what was done. Never throws: a connection on which it fails is closed, which undoes it too. */
  async rollback(): Promise<void> {
    const client = await this.#client?.catch(() => null)
    if (!client) return
    const undone = this.#keeping === 'each' ? null : await this.#connections.send(client, [control('rollback')])
    this.#release(client, Boolean(undone?.failure))
  }

  #release(client: pg.PoolClient, broken = false): void {
    this.#client = null
    client.release(broken)
  }

  /** Runs some statements, behind the opening where that is due. @returns the rows of the last one */
  async #run(steps: readonly Step[]): Promise<object[]> {
    const client = await (this.#client ??= this.#acquire())
    if (this.#opened && this.#keeping === 'whole') return this.#runBehind(this.#opened, client, steps)
    const begin = this.#keeping === 'whole' ? [control('begin')] : []
    const answered = this.#connections.send(client, [...begin, this.#opening.step, ...steps]).then((outcome) => {
      // A statement behind it may have failed because it does not stand, which is then what there is to say.
      this.#requireStanding(outcome.results[begin.length])
      return rowsOf(outcome)
    })
    this.#opened = answered
    return answered
  }

  /** What was sent before may not have been answered yet. As its failure fails what comes behind it, that is the one to report. */
  async #runBehind(opened: Promise<unknown>, client: pg.PoolClient, steps: readonly Step[]): Promise<object[]> {
    const sent = this.#connections.send(client, steps)
    await opened
    return rowsOf(await sent)
  }

  #requireStanding(result: StepResult | undefined): void {
    if (!result) return
    const [row] = result.rows as { stands: boolean }[] // as every opening's statement is typed
    if (!row?.stands) throw this.#opening.refused()
  }

  #acquire(): Promise<pg.PoolClient> {
    return this.#connections.acquire().catch((error: unknown) => {
      throw problemOf(error)
    })
  }
}

/** The rows of the last step. Before the commit is sent, a lost connection means that nothing was kept. */
function rowsOf({ results, failure }: Outcome): object[] {
  if (!failure) return results.at(-1)?.rows ?? []
  throw problemOf(isOutage(failure) ? new ConnectionLost('the connection was lost before the commit', { cause: failure }) : failure)
}
