import type { OperationFacts } from '../contract/contract.ts'
import type { ValidatedRequest } from '../contract/request-validator.ts'
import type { DatabaseCost } from '../database/statement-runner.ts'
import type { SecurityEvent } from '../observability/security-events.ts'
import type { Caller } from '../identity/caller.ts'
import type { Trace } from '../observability/trace.ts'

/** The client's connection, for what waits for something to happen. */
export type Connection = {
  /** Aborts when the client has gone. */
  gone(): AbortSignal
  /** Waits in line for a turn. Meanwhile, the request does not count as in flight. */
  inLine<Turn>(turn: Promise<Turn>): Promise<Turn>
  /** Waits. From then on, the request no longer counts as in flight: it takes nobody's turn and is not shed, and the time is no latency. */
  idle<Result>(wait: () => Promise<Result>): Promise<Result>
}

/** A request after authentication and validation. */
export type Call = {
  operation: OperationFacts
  /** The media type of its 2xx response; null without a body. */
  mediaType: string | null
  /** Its path in canonical form. */
  target: string
  input: ValidatedRequest
  caller: Caller | null
  requestId: string
  connection: Connection
  /** What its statements cost, added up as they are run. */
  cost: DatabaseCost
  /** Its place in a trace; null if there is nothing to record or pass on. */
  tracing: Trace | null
  /** The security events that occurred in it. They count only if it succeeds. */
  events: Set<SecurityEvent>
  /** Notes how many fields the operations of a batch have ignored, in this try. */
  noteIgnored: (inBatch: number) => void
  /** Whether unknown fields and parameters are errors. */
  strict: boolean
  /** Whether it is validated without changing anything. */
  dryRun: boolean
  /** Whether it is merged with what others have changed since the version that it names. */
  merge: boolean
  /** Whether it is to say how many there are of what is on several pages. */
  includeTotal: boolean
}
