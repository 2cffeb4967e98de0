import type { Database } from '../../database/statement.ts'
import * as sql from '../../generated/sql.ts'
import { invalidRequest } from '../../problem.ts'

/**
 * Requires a list that a task can be put into, and locks it until the transaction ends.
 * @param id the list; null or undefined for none
 * @throws Problem 400, the same for an unknown list and for another user's list
 */
export async function requireList(db: Database, id: number | null | undefined): Promise<void> {
  if (id === null || id === undefined || (await db.maybeOne(sql.holdList, { id }))) return
  throw invalidRequest([{ pointer: '#/list_id', detail: 'must be the id of one of your lists, or null' }])
}
