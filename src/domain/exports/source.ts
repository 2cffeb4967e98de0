import type { Database, RowOf } from '../../database/statement.ts'
import type { Service } from '../../execution/services.ts'
import type * as sql from '../../generated/sql.ts'
import type { Caller } from '../../identity/caller.ts'

/** What an export is read with. */
export type Source = {
  /** It checks the session with each statement. */
  db: Database
  caller: Caller
  service: Pick<Service, 'quotas' | 'syncCursors'>
  /** What there was when it began. */
  begun: RowOf<typeof sql.beginExport>
  user: RowOf<typeof sql.getUser>
  /** The moment that lists, tags, tasks and occurrences are of. */
  cursor: string
}
