import { toInstant, requireTimeZone } from '../../domain/calendar/due-date.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'

export const updateUser: Operation<'updateUser'> = async ({ body, db }) => {
  const { name = null, time_zone = null } = body
  if (time_zone !== null) requireTimeZone('#/time_zone', time_zone)
  const user = await db.one(sql.updateUser, { name, time_zone })
  if (time_zone !== null) {
    const dues = await db.many(sql.findLocalDues, {})
    const moved = dues.map(({ due }) => ({ due, due_at: toInstant(due, time_zone) }))
    // As text: what is an array would go as one of Postgres'.
    await db.many(sql.moveLocalDues, { moved: JSON.stringify(moved) })
  }
  return user
}
