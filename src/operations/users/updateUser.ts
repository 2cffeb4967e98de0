import { requireTimeZone } from '../../domain/calendar/due-date.ts'
import { moveLocalDues } from '../../domain/calendar/local-dues.ts'
import { zoneOffsets } from '../../domain/calendar/zone-offsets.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'

export const updateUser: Operation<'updateUser'> = async ({ body, db }) => {
  const { name = null, time_zone = null } = body
  if (time_zone === null) return db.one(sql.updateUser, { name, time_zone })
  requireTimeZone('#/time_zone', time_zone)
  const zone = await zoneOffsets(time_zone)
  const user = await db.one(sql.updateUser, { name, time_zone })
  await moveLocalDues(db, zone)
  return user
}
