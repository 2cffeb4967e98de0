import type { Database } from '../../database/statement.ts'
import type { components } from '../../generated/contract.ts'
import * as sql from '../../generated/sql.ts'
import { invalidRequest } from '../../problem.ts'
import { isSameDue, parseDueDate, parseDueText } from '../calendar/due-date.ts'
import type { DueDate } from '../calendar/due-date.ts'

/** The fields of a body that give a due date: itself, or as one string. */
type Given = Pick<components['schemas']['TaskUpdate'], 'due' | 'due_date'>

const contradiction = () => invalidRequest([{ pointer: '#/due_date', detail: 'must be the same as due, or be omitted' }])

/**
 * The due date of a new task; null for none.
 * @throws Problem 400 for an invalid one, or for two that differ
 */
export function dueOfNew({ due = null, due_date = null }: Given): DueDate | null {
  const [whole, text] = [parseDueDate(due), parseDueText(due_date)]
  if (whole && text && !isSameDue(whole, text)) throw contradiction()
  return whole ?? text
}

/**
 * The due date that a task is to have; undefined to keep its own. A client that sends back a whole task has changed one of the two
 * fields: the one that is still as it was says nothing.
 * @throws Problem 400 for an invalid one, or for two that both change it and differ
 */
export async function dueOfChanged(db: Database, id: number, { due, due_date }: Given): Promise<DueDate | null | undefined> {
  const whole = due === undefined ? undefined : parseDueDate(due)
  if (due_date === undefined) return whole
  const task = await db.maybeOne(sql.getTask, { id })
  if (task?.due_date === due_date) return whole
  const [text, before] = [parseDueText(due_date), task?.due ?? null]
  if (isSameDue(text, before)) return whole
  if (whole === undefined || isSameDue(whole, before)) return text
  if (isSameDue(whole, text)) return whole
  throw contradiction()
}
