import type pg from 'pg'
import { transactionCommand } from './wire/pipeline.ts'
import type { BoundStatement } from './wire/pipeline.ts'
import type { Connections } from './connections.ts'
import { CommitUnknownError, codeOf, isOutage, toProblem } from './errors.ts'
import type { Trace } from '../observability/trace.ts'
import { Problem, internal, requestTooCostly } from '../problem.ts'
import { StatementRunner, assertSessionActive, noCost, rowsOf } from './statement-runner.ts'
import type { SessionContext } from './statement-runner.ts'

/**
 * The transaction of a request. Begin, the session context and the first statement are pipelined, so that the start costs no round
 * trip of its own.
 */
export class Transaction extends StatementRunner {
  readonly #connections: Connections
  readonly #opening: SessionContext
  readonly #longestMs: number
  #client: Promise<pg.PoolClient> | null = null
  #opened: Promise<unknown> | null = null
  #openedAt = 0
  /** The last failure that was not a consequence of an earlier one. */
  #failure: unknown = null

  /** @param longestMs after this time it sends no further statement, except to end */
  constructor(connections: Connections, opening: SessionContext, cost = noCost(), longestMs = Infinity, tracing: Trace | null = null) {
    super(opening, cost, tracing)
    this.#connections = connections
    this.#opening = opening
    this.#longestMs = longestMs
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

  /** Opens the transaction if the handler ran no statement. */
  async open(): Promise<void> {
    await (this.#opened ?? this.run([]))
  }

  /**
   * Commits, with the statements of `last` pipelined before the commit.
   * @returns the rows of the last one of these
   * @throws Problem 503 if the connection was lost during commit, so that the outcome is unknown
   */
  async commit(last: readonly BoundStatement[] = []): Promise<object[]> {
    const client = await this.#client
    if (!client) return []
    const part = this.tracing?.part('commit', 'statement')
    const { results, failure } = await this.#connections.send(client, [...last, transactionCommand('commit')])
    if (failure) part?.fail(codeOf(failure))
    part?.end()
    if (isOutage(failure)) {
      this.#release(client, true)
      throw toProblem(new CommitUnknownError('the connection was lost while committing', { cause: failure }))
    }
    if (failure) throw toProblem(failure)
    this.#release(client)
    // COMMIT of a failed transaction returns ROLLBACK, and no error.
    const command = results.at(-1)?.command
    if (command !== 'COMMIT') throw internal(new Error(`commit was answered with ${command}`))
    return results.at(-2)?.rows ?? []
  }

  /** Checks everything that a commit would check, then rolls back. */
  async rehearse(): Promise<void> {
    const client = await this.#client
    if (!client) return
    rowsOf(await this.#connections.send(client, [transactionCommand('set constraints all immediate'), transactionCommand('rollback')]))
    this.#release(client)
  }

  /** Rolls back. Never throws: if it fails, the connection is closed, which rolls back too. */
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

  /** Runs statements, after opening the transaction if necessary. @returns the rows of the last one */
  protected async run(steps: readonly BoundStatement[]): Promise<object[]> {
    try {
      return await this.#send(steps)
    } catch (error) {
      // Of statements sent together, the first failure tells what went wrong, and whether to retry.
      if (!isFollowUp(error)) this.#failure = error
      throw this.#failure ?? error
    }
  }

  async #send(steps: readonly BoundStatement[]): Promise<object[]> {
    const client = await (this.#client ??= this.#acquire())
    if (this.#opened) {
      if (performance.now() - this.#openedAt > this.#longestMs) throw writeTooLong(this.#longestMs)
      return this.#runBehind(this.#opened, client, steps)
    }
    this.#openedAt = performance.now()
    const answered = this.#connections.send(client, [transactionCommand('begin'), this.#opening.step, ...steps]).then((outcome) => {
      // If the session is no longer active, report that rather than the follow-up error.
      assertSessionActive(this.#opening, outcome.results[1])
      return rowsOf(outcome)
    })
    this.#opened = answered
    return answered
  }

  /** Earlier statements may still be running. Their failure makes later ones fail, so report the first failure. */
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

/** Whether a statement failed only because an earlier one of its transaction had (in_failed_sql_transaction). */
const isFollowUp = (error: unknown): boolean => error instanceof Problem && codeOf(error.cause) === '25P02'

const writeTooLong = (longestMs: number): Problem =>
  requestTooCostly(
    `The request changes so much that it takes longer than ${longestMs / 1_000} seconds. Nothing was changed. Change fewer tasks in one request.`,
  )
