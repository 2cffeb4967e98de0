import { toProblem } from './errors.ts'
import type { Query } from './connections.ts'
import type { BoundStatement } from './wire/pipeline.ts'
import { StatementRunner, assertSessionActive, rowsOf } from './statement-runner.ts'
import type { SessionContext } from './statement-runner.ts'

/**
 * Statements that are each kept by themselves, at once: the opening and one statement leave in one go and are one implicit
 * transaction (PostgreSQL's manual, section 54.2.3.1). That is half of the round trips and messages of a transaction, for reads and
 * for a single statement.
 */
export class ImplicitTransaction extends StatementRunner {
  readonly #ask: Query
  readonly #opening: SessionContext
  #opened = false

  constructor(ask: Query, opening: SessionContext) {
    super()
    this.#ask = ask
    this.#opening = opening
  }

  // One that fails is undone by itself, whatever else is asked.
  savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
    return work()
  }

  /** Makes sure that what the opening asks for stands, where no statement was run. */
  async open(): Promise<void> {
    if (!this.#opened) await this.run([])
  }

  protected async run(steps: readonly BoundStatement[]): Promise<object[]> {
    this.#opened = true
    const outcome = await this.#ask([this.#opening.step, ...steps]).catch((error: unknown) => {
      throw toProblem(error)
    })
    // A statement behind it may have failed because it does not stand, which is then what there is to say.
    assertSessionActive(this.#opening, outcome.results[0])
    return rowsOf(outcome)
  }
}
