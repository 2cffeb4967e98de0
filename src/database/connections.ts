import type pg from 'pg'
import type { PipelineResult, BoundStatement } from './wire/pipeline.ts'

/** The database, with what is known of whether it answers. */
export type Connections = {
  readonly pool: pg.Pool
  /**
   * A connection, for as long as it takes.
   * @throws at once while the database is known to be down, and after ten seconds where it does not wake
   */
  acquire(): Promise<pg.PoolClient>
  /**
   * Sends several statements in one go; what is no part of a transaction is one of its own.
   * @param together whether they may leave with what others send in the same turn of the loop
   */
  send(client: pg.ClientBase, steps: readonly BoundStatement[], together?: boolean): Promise<PipelineResult>
  /** Reads, on a connection that others may be reading on. */
  readonly read: Query
  /** Does something by itself, on a connection of its own. */
  readonly alone: Query
  /** Whether it answers now; within two seconds. */
  answers(): Promise<boolean>
  close(): Promise<void>
}

/** Sends several statements in one go, which are one transaction; fails like `acquire` where there is no connection to send them on. */
export type Query = (steps: readonly BoundStatement[]) => Promise<PipelineResult>
