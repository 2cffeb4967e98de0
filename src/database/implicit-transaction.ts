import { toProblem } from './errors.ts'
import type { Query } from './connections.ts'
import type { BoundStatement, PipelineResult } from './wire/pipeline.ts'
import type { Trace } from '../observability/trace.ts'
import { StatementRunner, assertSessionActive, noCost, rowsOf } from './statement-runner.ts'
import type { SessionContext } from './statement-runner.ts'

/** Where the statements of a read are sent first. */
export type Replica = {
  readonly ask: Query
  /** Asks what the replica has, before anything is read that has to be as new. */
  readonly step: BoundStatement
  /** Whether the outcome is a response, by what the replica has; if not, the primary is asked. */
  accepts(outcome: PipelineResult): boolean
  /** Told that it did not respond. */
  failed(): void
}

/**
 * Runs each statement in its own implicit transaction (PostgreSQL's manual, section 54.2.3.1), pipelined with the session context.
 * That takes half of the round trips and messages of an explicit transaction, for reads and for single statements.
 */
export class ImplicitTransaction extends StatementRunner {
  readonly #ask: Query
  readonly #opening: SessionContext
  #replica: Replica | null
  #opened = false

  /** @param replica is asked first; from the first statement on that it cannot answer, the primary is */
  constructor(ask: Query, opening: SessionContext, cost = noCost(), tracing: Trace | null = null, replica: Replica | null = null) {
    super(opening, cost, tracing)
    this.#ask = ask
    this.#opening = opening
    this.#replica = replica
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
    const answered = this.#replica && (await this.#runOn(this.#replica, steps))
    if (answered) return rowsOf(answered)
    this.#replica = null
    const outcome = await this.#ask([this.#opening.step, ...steps]).catch((error: unknown) => {
      throw toProblem(error)
    })
    // If the session is no longer active, report that rather than the follow-up error.
    assertSessionActive(this.#opening, outcome.results[0])
    return rowsOf(outcome)
  }

  async #runOn(replica: Replica, steps: readonly BoundStatement[]): Promise<PipelineResult | null> {
    try {
      const outcome = await replica.ask([replica.step, this.#opening.step, ...steps])
      return replica.accepts(outcome) ? outcome : null
    } catch {
      replica.failed()
      return null
    }
  }
}
