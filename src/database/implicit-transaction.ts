import { problemOf } from './errors.ts'
import type { Ask } from './connections.ts'
import type { Step } from './wire/pipeline.ts'
import { Statements, requireStanding, rowsOf } from './statement-runner.ts'
import type { Opening } from './statement-runner.ts'

/**
 * Statements that are each kept by themselves, at once: the opening and one statement leave in one go and are one implicit
 * transaction (PostgreSQL's manual, section 54.2.3.1). That is half of the round trips and messages of a transaction, for reads and
 * for a single statement.
 */
export class Autocommit extends Statements {
  readonly #ask: Ask
  readonly #opening: Opening
  #opened = false

  constructor(ask: Ask, opening: Opening) {
    super()
    this.#ask = ask
    this.#opening = opening
  }

  // One that fails is undone by itself, whatever else is asked.
  apart<Result>(work: () => Promise<Result>): Promise<Result> {
    return work()
  }

  /** Makes sure that what the opening asks for stands, where no statement was run. */
  async open(): Promise<void> {
    if (!this.#opened) await this.run([])
  }

  protected async run(steps: readonly Step[]): Promise<object[]> {
    this.#opened = true
    const outcome = await this.#ask([this.#opening.step, ...steps]).catch((error: unknown) => {
      throw problemOf(error)
    })
    // A statement behind it may have failed because it does not stand, which is then what there is to say.
    requireStanding(this.#opening, outcome.results[0])
    return rowsOf(outcome)
  }
}
