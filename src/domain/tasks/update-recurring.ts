import { isDeepStrictEqual } from 'node:util'
import type { Database, Statement } from '../../database/statement.ts'
import type { components } from '../../generated/contract.ts'
import * as sql from '../../generated/sql.ts'
import { setCompleted } from '../occurrences/occurrence.ts'
import { invalidRequest } from '../../problem.ts'
import { requireDates } from '../calendar/recurrence.ts'
import type { Recurrence } from '../calendar/recurrence.ts'

type Schemas = components['schemas']
type Values = typeof sql.updateTask extends Statement<infer All, unknown> ? All : never

/** A change of a task: as the client wrote it, and what it comes to. */
type Change = {
  id: number
  versions: number[] | null
  body: Schemas['TaskUpdate']
  recurrence: Recurrence | null
  change: Omit<Values, 'id' | 'versions' | 'has_recurrence' | 'recurrence' | 'recurs_from' | 'of_plain'>
}

/**
 * Changes a task that recurs, or that is to. The rule it has, given once more, goes on from where it stands.
 * @returns undefined where there is no such task in one of the versions
 * @throws Problem 400 where there would be a recurrence without a due, or none of its dates
 */
export async function changeRecurring(db: Database, { id, versions, body, recurrence, change }: Change): Promise<Schemas['Task'] | undefined> {
  const { time_zone } = await db.one(sql.lockTimeZone, {})
  const before = await db.maybeOne(sql.lockTask, { id, versions })
  if (!before) return undefined
  const due = change.has_due ? change.due : before.due
  const wanted = body.recurrence === undefined ? before.recurrence : recurrence
  const has_recurrence = !isDeepStrictEqual(wanted, before.recurrence)
  if (wanted && !due && body.due === null) {
    throw invalidRequest([{ pointer: '#/due', detail: 'must be there as long as the task recurs: send recurrence null beside it' }])
  }
  if (wanted && has_recurrence) requireDates(wanted, due, time_zone)
  const recurs = { has_recurrence, recurrence: wanted, recurs_from: wanted && due, of_plain: false }
  const task = await db.one(sql.updateTask, { id, versions: null, ...change, ...recurs, completed: wanted ? null : change.completed })
  return wanted && isAsked(body, before.completed) ? setCompleted(db, id, null, change.completed) : task
}

/** Whether a change completes or undoes an occurrence: a task that is sent back whole, and open as it was, does neither. */
function isAsked(body: Schemas['TaskUpdate'], wasCompleted: boolean): boolean {
  if (body.completed === undefined) return false
  return body.completed ? !wasCompleted : wasCompleted || Object.keys(body).length === 1
}
