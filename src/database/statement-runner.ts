import { ConnectionLostError, isOutage, toProblem } from './errors.ts'
import type { Database, Statement } from './statement.ts'
import { bind } from './wire/pipeline.ts'
import type { PipelineResult, BoundStatement, StatementResult } from './wire/pipeline.ts'
import type { Problem } from '../problem.ts'

/** What a transaction begins with: the statement that opens it, and what to say when what it asks for does not stand. */
export type SessionContext = { step: BoundStatement; refused: () => Problem }

/** The opening by a statement that tells whether what it asks for `stands`. */
export const sessionContext = <Values extends object>(
  statement: Statement<Values, { stands: boolean }>,
  values: Values,
  refused: () => Problem,
): SessionContext => ({ step: bind(statement, values), refused })

/** @throws Problem where what an opening asked for does not stand; nothing where it was not answered */
export function assertSessionActive({ refused }: SessionContext, result: StatementResult | undefined): void {
  if (!result) return
  const [row] = result.rows as { stands: boolean }[] // as every opening's statement is typed
  if (!row?.stands) throw refused()
}

/** The rows of the last step. Before a commit is sent, a lost connection means that nothing was kept. */
export function rowsOf({ results, failure }: PipelineResult): object[] {
  if (!failure) return results.at(-1)?.rows ?? []
  throw toProblem(isOutage(failure) ? new ConnectionLostError('the connection was lost before the commit', { cause: failure }) : failure)
}

/** The statements of a request, whichever way they are sent. */
export abstract class StatementRunner implements Database {
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

  many<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row[]> {
    return this.run([bind(statement, values)]) as Promise<Row[]> // Postgres gave the statement its type
  }

  abstract savepoint<Result>(work: () => Promise<Result>): Promise<Result>

  /** Runs some steps. @returns the rows of the last one */
  protected abstract run(steps: readonly BoundStatement[]): Promise<object[]>
}
