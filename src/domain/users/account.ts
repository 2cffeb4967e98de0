import type { Quotas } from '../../config/settings.ts'
import type { RowOf } from '../../database/statement.ts'
import type * as sql from '../../generated/sql.ts'

type Used = Record<'tasks' | 'lists' | 'tags' | 'bytes', number>

/** The usage and the limit of each quota that the database keeps. */
export const quotasInUse = ({ tasks, lists, tags, bytes }: Used, quotas: Quotas) => ({
  tasks: { used: tasks, limit: quotas.tasks },
  lists: { used: lists, limit: quotas.lists },
  tags: { used: tags, limit: quotas.tags },
  bytes: { used: bytes, limit: quotas.bytes },
})

/** An account as its user sees it. */
export function accountOf({ tasks, lists, tags, bytes, sessions, ...user }: RowOf<typeof sql.getUser>, quotas: Quotas) {
  return { ...user, quotas: { ...quotasInUse({ tasks, lists, tags, bytes }, quotas), sessions: { used: sessions, limit: quotas.sessions } } }
}
