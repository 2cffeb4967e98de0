import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'

export const getUser: Operation<'getUser'> = async ({ db, service: { quotas } }) => {
  const { tasks, lists, tags, bytes, sessions, ...user } = await db.one(sql.getUser, {})
  return {
    ...user,
    quotas: {
      tasks: { used: tasks, limit: quotas.tasks },
      lists: { used: lists, limit: quotas.lists },
      tags: { used: tags, limit: quotas.tags },
      bytes: { used: bytes, limit: quotas.bytes },
      sessions: { used: sessions, limit: quotas.sessions },
    },
  }
}
