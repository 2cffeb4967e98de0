import type { Database } from '../../database/statement.ts'
import type { components } from '../../generated/contract.ts'
import * as sql from '../../generated/sql.ts'
import { WithHeaders } from '../../execution/operation.ts'
import { etagOf } from '../../execution/preconditions.ts'
import { invalidRequest, notFound, preconditionFailed } from '../../problem.ts'
import type { Problem } from '../../problem.ts'

type List = components['schemas']['List']

/** A list as it is answered: its version is its ETag. */
export function listWithEtag(list: List): WithHeaders<List, { ETag: string }> {
  return new WithHeaders(list, { ETag: etagOf(list.version) })
}

/** Why a list could not be changed: it is not there, or If-Match names another version than the one that is. */
export async function listNotFoundOrPreconditionFailed(db: Database, id: number, versions: number[] | null): Promise<Problem> {
  const current = versions && (await db.maybeOne(sql.getList, { id }))
  return current ? preconditionFailed(etagOf(current.version), 'list') : notFound('list')
}

/**
 * Sees to it that a task can be put into a list, and that the list stays until the transaction ends.
 * @param id the list; null or undefined for none
 * @throws Problem 400, the same for a list that is not there and one of another user
 */
export async function requireList(db: Database, id: number | null | undefined): Promise<void> {
  if (id === null || id === undefined || (await db.maybeOne(sql.holdList, { id }))) return
  throw invalidRequest([{ pointer: '#/list_id', detail: 'must be the id of one of your lists, or null' }])
}
