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

/** A change of a task: the body, and the resulting values. */
type Change = {
  id: number
  versions: number[] | null
  body: Schemas['TaskUpdate']
  recurrence: Recurrence | null
  change: Omit<Values, 'id' | 'versions' | 'has_recurrence' | 'recurrence' | 'recurs_from' | 'of_plain'>
}

/**
 * Changes a recurring task, or makes a task recurring. The same rule continues from its current place.
 * @returns undefined if no task has this id and one of the versions
 * @throws Problem 400 for a recurrence without a due date or without dates
 */
export async function changeRecurring(db: Database, { id, versions, body, recurrence, change }: Change): Promise<Schemas['Task'] | undefined> {
  const { time_zone } = await db.one(sql.lockTimeZone, {})
  const before = await db.maybeOne(sql.lockTask, { id, versions })
  if (!before) return undefined
  const due = change.has_due ? change.due : before.due
  const wanted = body.recurrence === undefined ? before.recurrence : recurrence
  const has_recurrence = !isDeepStrictEqual(wanted, before.recurrence)
  if (wanted && !due && change.has_due) {
    throw invalidRequest([{ pointer: '#/due', detail: 'is required while the task recurs: set recurrence to null as well' }])
  }
  if (wanted && has_recurrence) requireDates(wanted, due, time_zone)
  const recurs = { has_recurrence, recurrence: wanted, recurs_from: wanted && due, of_plain: false }
  const task = await db.one(sql.updateTask, { id, versions: null, ...change, ...recurs, completed: wanted ? null : change.completed })
  return wanted && isAsked(body, before.completed) ? setCompleted(db, id, null, change.completed) : task
}

/** Whether a change completes or undoes an occurrence: sending back a whole open task does neither. */
function isAsked(body: Schemas['TaskUpdate'], wasCompleted: boolean): boolean {
  if (body.completed === undefined) return false
  return body.completed ? !wasCompleted : wasCompleted || Object.keys(body).length === 1
}
