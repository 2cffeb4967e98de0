import type { Contract } from './contract.ts'
import type { Metrics } from './metrics.ts'
import type { Passwords } from './passwords.ts'
import type { Tokens } from './tokens.ts'

/** What the service has beyond the database, for the handlers that need it. */
export type Service = {
  contract: Contract
  metrics: Metrics
  passwords: Passwords
  tokens: Tokens
  /** Whether requests can be taken now: not stopping, and the database answers. */
  ready(): Promise<boolean>
}
