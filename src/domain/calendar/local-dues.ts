import type { Database } from '../../database/statement.ts'
import { inBatches } from '../../database/in-batches.ts'
import * as sql from '../../generated/sql.ts'
import type { ZoneOffsets } from './zone-offsets.ts'

/** Moves the instants of all of the caller's due dates without a zone to those of their new time zone. */
export async function moveLocalDues(db: Database, zone: ZoneOffsets): Promise<void> {
  let after = 0
  await inBatches(async (most) => {
    const moved = await db.many(sql.moveLocalDues, { after, most, ...zone })
    after = moved.reduce((last, { id }) => Math.max(last, id), after)
    return moved
  })
}
