import type pg from 'pg'
import type { PipelineResult, BoundStatement } from './wire/pipeline.ts'

/** The connections to the database. */
export type Connections = {
  readonly pool: pg.Pool
  /** How many pipelines were sent since the start; each waits for the database once. */
  roundTrips(): number
  /**
   * A connection for exclusive use.
   * @throws at once while the database is known to be down, and after ten seconds if it does not wake
   */
  acquire(): Promise<pg.PoolClient>
  /**
   * Pipelines several statements; outside a transaction they are an implicit one.
   * @param together whether they may be written together with statements of other requests in the same turn of the loop
   */
  send(client: pg.ClientBase, steps: readonly BoundStatement[], together?: boolean): Promise<PipelineResult>
  /** Reads on a shared connection. */
  readonly read: Query
  /** Reads one resource, on a connection that more requests share. */
  readonly readOne: Query
  /** Runs work on its own connection. */
  readonly alone: Query
  /** Whether it answers, now or a second ago; within three seconds. */
  answers(): Promise<boolean>
  close(): Promise<void>
}

/** Pipelines several statements as one transaction; fails like `acquire` without a connection. */
export type Query = (steps: readonly BoundStatement[]) => Promise<PipelineResult>
