import { toProblem } from './errors.ts'
import type { Query } from './connections.ts'
import type { BoundStatement } from './wire/pipeline.ts'
import { StatementRunner, assertSessionActive, noCost, rowsOf } from './statement-runner.ts'
import type { SessionContext } from './statement-runner.ts'

/**
 * Runs each statement in its own implicit transaction (PostgreSQL's manual, section 54.2.3.1), pipelined with the session context.
 * That takes half of the round trips and messages of an explicit transaction, for reads and for single statements.
 */
export class ImplicitTransaction extends StatementRunner {
  readonly #ask: Query
  readonly #opening: SessionContext
  #opened = false

  constructor(ask: Query, opening: SessionContext, cost = noCost()) {
    super(opening, cost)
    this.#ask = ask
    this.#opening = opening
  }

  // A failed statement is rolled back on its own.
  savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
    return work()
  }

  /** Checks the session context if no statement did. */
  async open(): Promise<void> {
    if (!this.#opened) await this.run([])
  }

  protected async run(steps: readonly BoundStatement[]): Promise<object[]> {
    this.#opened = true
    const outcome = await this.#ask([this.#opening.step, ...steps]).catch((error: unknown) => {
      throw toProblem(error)
    })
    // If the session is no longer active, report that rather than the follow-up error.
    assertSessionActive(this.#opening, outcome.results[0])
    return rowsOf(outcome)
  }
}
