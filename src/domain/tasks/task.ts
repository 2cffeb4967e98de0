import type { Database } from '../../database/statement.ts'
import type { components } from '../../generated/contract.ts'
import * as sql from '../../generated/sql.ts'
import { WithHeaders } from '../../execution/operation.ts'
import { etagOf } from '../../execution/preconditions.ts'
import { notFound, preconditionFailed } from '../../problem.ts'
import type { Problem } from '../../problem.ts'

type Task = components['schemas']['Task']

/** A task as it is answered: its version is its ETag. */
export function taskWithEtag(task: Task): WithHeaders<Task, { ETag: string }> {
  return new WithHeaders(task, { ETag: etagOf(task.version) })
}

/** Why a task could not be changed: it is not there, or If-Match names another version than the one that is. */
export async function taskNotFoundOrPreconditionFailed(db: Database, id: number, versions: number[] | null): Promise<Problem> {
  const current = versions && (await db.maybeOne(sql.getTask, { id }))
  return current ? preconditionFailed(etagOf(current.version)) : notFound('task')
}
