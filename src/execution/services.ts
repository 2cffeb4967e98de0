import type { Contract } from '../contract/contract.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { Passwords } from '../identity/passwords.ts'
import type { Tokens } from '../identity/tokens.ts'

/** What the service has beyond the database, for the handlers that need it. */
export type Service = {
  contract: Contract
  metrics: Metrics
  passwords: Passwords
  tokens: Tokens
  /** Whether requests can be taken now: not stopping, and the database answers. */
  ready(): Promise<boolean>
}
