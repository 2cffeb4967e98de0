import { ConnectionLostError, codeOf, isOutage, toProblem } from './errors.ts'
import type { Database, Statement } from './statement.ts'
import { bind } from './wire/pipeline.ts'
import type { PipelineResult, BoundStatement, StatementResult } from './wire/pipeline.ts'
import type { Trace } from '../observability/trace.ts'
import { accountDisabled } from '../problem.ts'
import type { Problem } from '../problem.ts'

/**
 * The start of a transaction: the statement that sets the context, the problem if the session is not active, and whose rows the
 * statements that follow are about; null without a caller.
 */
export type SessionContext = { step: BoundStatement; refused: () => Problem; owner: number | null }

/** A session context from a statement whose column tells whether the session is active: null if it is not, false if the account is disabled. */
export const sessionContext = <Values extends object>(
  statement: Statement<Values, { stands: boolean | null }>,
  values: Values,
  refused: () => Problem,
  owner: number | null = null,
): SessionContext => ({ step: bind(statement, values, owner), refused, owner })

/** @throws Problem if the session is not active; returns if there is no result */
export function assertSessionActive({ refused }: SessionContext, result: StatementResult | undefined): void {
  if (!result) return
  const [row] = result.rows as { stands: boolean | null }[] // the type of all these statements
  if (row?.stands === false) throw accountDisabled()
  if (!row?.stands) throw refused()
}

/** The rows of the last statement. Before a commit is sent, a lost connection means that nothing was committed. */
export function rowsOf({ results, failure }: PipelineResult): object[] {
  if (!failure) return results.at(-1)?.rows ?? []
  throw toProblem(isOutage(failure) ? new ConnectionLostError('the connection was lost before the commit', { cause: failure }) : failure)
}

/** What the statements of a request cost: how many there were, the rows they gave, and how long they were waited for. */
export type DatabaseCost = { statements: number; rows: number; milliseconds: number }

/** The cost of no statement yet. */
export const noCost = (): DatabaseCost => ({ statements: 0, rows: 0, milliseconds: 0 })

/** Runs the statements of a request, however they are sent. */
export abstract class StatementRunner implements Database {
  readonly #cost: DatabaseCost
  readonly #owner: number | null
  protected readonly tracing: Trace | null

  /**
   * @param cost is added to with each statement
   * @param tracing records each of them by its name, never by its values
   */
  constructor({ owner }: SessionContext, cost: DatabaseCost, tracing: Trace | null) {
    this.#owner = owner
    this.#cost = cost
    this.tracing = tracing
  }

  /** Binds values to a statement about the rows of the caller. */
  bind<Values extends object>(statement: Statement<Values, unknown>, values: Values): BoundStatement {
    return bind(statement, values, this.#owner)
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
    const started = performance.now()
    this.#cost.statements += 1
    const part = this.tracing?.part(statement.name, 'statement')
    try {
      const rows = (await this.run([this.bind(statement, values)])) as Row[] // Postgres gave the statement its type
      this.#cost.rows += rows.length
      return rows
    } catch (error) {
      part?.fail(codeOf(toProblem(error).cause))
      throw error
    } finally {
      part?.end()
      this.#cost.milliseconds += performance.now() - started
    }
  }

  abstract savepoint<Result>(work: () => Promise<Result>): Promise<Result>

  /** Runs statements. @returns the rows of the last one */
  protected abstract run(steps: readonly BoundStatement[]): Promise<object[]>
}
