import type { OperationFacts } from '../contract/contract.ts'
import type { ValidatedRequest } from '../contract/request-validator.ts'
import type { Caller } from '../identity/caller.ts'

/** A request that has passed the edge, authentication and validation. */
export type Call = {
  operation: OperationFacts
  /** Its path in canonical form. */
  target: string
  input: ValidatedRequest
  caller: Caller | null
  requestId: string
  /** Whether its client wants to be told of what is unknown. */
  strict: boolean
  /** Whether it is only to be seen what it would do. */
  rehearsed: boolean
  /** Whether it is to say how many there are of what is on several pages. */
  counted: boolean
}
