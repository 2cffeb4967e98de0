import type { Quotas } from '../config/settings.ts'
import type { Contract } from '../contract/contract.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { Trace } from '../observability/trace.ts'
import type { Passwords } from '../identity/passwords.ts'
import type { Tickets } from '../identity/tickets.ts'
import type { Cursors } from './cursor.ts'
import type { FeedWatcher } from './feed-watcher.ts'
import type { SyncCursors } from './sync-cursor.ts'
import type { WebhookSecrets } from '../webhooks/secrets.ts'
import type { Tokens } from '../identity/tokens.ts'

/** The parts of the service besides the database, for handlers that need them. */
export type Service = {
  contract: Contract
  metrics: Metrics
  passwords: Passwords
  tokens: Tokens
  /** In how many days a session ends, however often it is refreshed. */
  sessionMaxDays: number
  quotas: Quotas
  /** How long a batch may take before its last operation starts, as long as a statement of a write may. */
  writeTimeoutMs: number
  /** The cursors of lists. */
  cursors: Cursors
  /** The cursors of users' changes. */
  syncCursors: SyncCursors
  /** Tells what waits for a user's changes. */
  feeds: FeedWatcher
  tickets: Tickets
  webhooks: {
    secrets: WebhookSecrets
    /** What is wrong with the URL of an endpoint, to complete "The URL …"; null if requests may be sent there. */
    faultOf(url: string): string | null
    /** Tells that there may be an endpoint from now on. */
    expect(): void
    /** Tells of a commit, which may have queued something: its number in the user's feed, and its place in a trace. */
    wake(userId: number, seq: number | null, tracing: Trace | null): void
  }
  events: {
    /** Tells of a commit, whose changes are published soon. */
    wake(userId: number): void
  }
  mail: {
    /** Tells of a commit that has queued a mail. */
    wake(): void
  }
  /** Whether requests can be taken now: not stopping, and the database answers. */
  ready(): Promise<boolean>
}
