import type pg from 'pg'
import { transactionCommand } from './wire/pipeline.ts'
import type { BoundStatement } from './wire/pipeline.ts'
import type { Connections } from './connections.ts'
import { CommitUnknownError, isOutage, toProblem } from './errors.ts'
import { internal } from '../problem.ts'
import { StatementRunner, assertSessionActive, rowsOf } from './statement-runner.ts'
import type { SessionContext } from './statement-runner.ts'

/**
 * A request's transaction. It begins with its first statement: begin, the opening and that statement leave in one go, so
 * that opening costs no round trip of its own.
 */
export class Transaction extends StatementRunner {
  readonly #connections: Connections
  readonly #opening: SessionContext
  #client: Promise<pg.PoolClient> | null = null
  #opened: Promise<unknown> | null = null

  constructor(connections: Connections, opening: SessionContext) {
    super()
    this.#connections = connections
    this.#opening = opening
  }

  async savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.run([transactionCommand('savepoint apart')])
    try {
      const result = await work()
      await this.run([transactionCommand('release savepoint apart')])
      return result
    } catch (error) {
      await this.run([transactionCommand('rollback to savepoint apart'), transactionCommand('release savepoint apart')])
      throw error
    }
  }

  /** Makes sure that the transaction has been opened, where a handler ran no statement. */
  async open(): Promise<void> {
    await (this.#opened ?? this.run([]))
  }

  /**
   * Keeps what was done, with what `last` does sent ahead of the commit, in the same go.
   * @throws Problem 503 where it is not known whether it was kept: the connection was lost while committing
   */
  async commit(last?: BoundStatement): Promise<void> {
    const client = await this.#client
    if (!client) return
    const { results, failure } = await this.#connections.send(client, last ? [last, transactionCommand('commit')] : [transactionCommand('commit')])
    if (isOutage(failure)) {
      this.#release(client, true)
      throw toProblem(new CommitUnknownError('the connection was lost while committing', { cause: failure }))
    }
    if (failure) throw toProblem(failure)
    this.#release(client)
    // A transaction that failed on the way answers COMMIT with ROLLBACK, and no error.
    const command = results.at(-1)?.command
    if (command !== 'COMMIT') throw internal(new Error(`commit was answered with ${command}`))
  }

  /** Looks at all that a commit would look at, and then undoes what was done. */
  async rehearse(): Promise<void> {
    const client = await this.#client
    if (!client) return
    rowsOf(await this.#connections.send(client, [transactionCommand('set constraints all immediate'), transactionCommand('rollback')]))
    this.#release(client)
  }

  /** Undoes what was done. Never throws: a connection on which it fails is closed, which undoes it too. */
  async rollback(): Promise<void> {
    const client = await this.#client?.catch(() => null)
    if (!client) return
    const { failure } = await this.#connections.send(client, [transactionCommand('rollback')])
    this.#release(client, failure !== null)
  }

  #release(client: pg.PoolClient, broken = false): void {
    this.#client = null
    client.release(broken)
  }

  /** Runs some statements, behind the opening where that is due. @returns the rows of the last one */
  protected async run(steps: readonly BoundStatement[]): Promise<object[]> {
    const client = await (this.#client ??= this.#acquire())
    if (this.#opened) return this.#runBehind(this.#opened, client, steps)
    const answered = this.#connections.send(client, [transactionCommand('begin'), this.#opening.step, ...steps]).then((outcome) => {
      // A statement behind it may have failed because it does not stand, which is then what there is to say.
      assertSessionActive(this.#opening, outcome.results[1])
      return rowsOf(outcome)
    })
    this.#opened = answered
    return answered
  }

  /** What was sent before may not have been answered yet. As its failure fails what comes behind it, that is the one to report. */
  async #runBehind(opened: Promise<unknown>, client: pg.PoolClient, steps: readonly BoundStatement[]): Promise<object[]> {
    const sent = this.#connections.send(client, steps)
    await opened
    return rowsOf(await sent)
  }

  #acquire(): Promise<pg.PoolClient> {
    return this.#connections.acquire().catch((error: unknown) => {
      throw toProblem(error)
    })
  }
}
