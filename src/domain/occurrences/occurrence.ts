import type { Database } from '../../database/statement.ts'
import { toInstant } from '../calendar/due-date.ts'
import type { DueDate } from '../calendar/due-date.ts'
import type { components } from '../../generated/contract.ts'
import * as sql from '../../generated/sql.ts'
import { nextOccurrence, todayOf } from '../calendar/recurrence.ts'
import type { Place, Recurrence } from '../calendar/recurrence.ts'

type Task = components['schemas']['Task']

/** A recurring task: its due date, its recurrence, and the current place of that. */
export type Recurring = Place & { recurrence: Recurrence; due: DueDate }

/** The columns of a task that describe its recurrence. */
type Columns = { [Name in keyof Recurring]: Recurring[Name] | null }

/** A task as a recurring one; null if it does not recur. */
export function recurringOf({ recurrence, due, recurs_from, recurs_at, recurs_number }: Columns): Recurring | null {
  if (!recurrence || !due || !recurs_from || !recurs_at || recurs_number === null) return null
  return { recurrence, due, recurs_from, recurs_at, recurs_number }
}

/**
 * Completes or reopens any task. For a recurring one, completes an occurrence or undoes the last one.
 * @param wanted the new state; null to toggle
 * @returns undefined if no task has this id and one of the versions
 */
export async function setCompleted(db: Database, id: number, versions: number[] | null, wanted: boolean | null): Promise<Task | undefined> {
  // Everything that locks both locks them in this order.
  const { time_zone } = await db.one(sql.lockTimeZone, {})
  const locked = await db.maybeOne(sql.lockTask, { id, versions })
  const recurring = locked && recurringOf(locked)
  if (!recurring) return db.maybeOne(sql.completeTask, { id, versions, completed: wanted })
  const completed = wanted ?? !locked.completed
  if (!completed) return undo(db, id, recurring, locked.completed, time_zone)
  return locked.completed ? db.one(sql.getTask, { id }) : finish(db, id, recurring, 'completed', time_zone)
}

/**
 * Skips the current occurrence of a task, if it is recurring and open.
 * @returns undefined if no task has this id and one of the versions
 */
export async function skip(db: Database, id: number, versions: number[] | null): Promise<Task | undefined> {
  const { time_zone } = await db.one(sql.lockTimeZone, {})
  const locked = await db.maybeOne(sql.lockTask, { id, versions })
  if (!locked) return undefined
  const recurring = locked.completed ? null : recurringOf(locked)
  return recurring ? finish(db, id, recurring, 'skipped', time_zone) : db.one(sql.getTask, { id })
}

async function finish(db: Database, id: number, recurring: Recurring, outcome: 'completed' | 'skipped', timeZone: string): Promise<Task> {
  const occurrence = await db.one(sql.keepOccurrence, { task_id: id, outcome })
  const completedOn = outcome === 'completed' ? todayOf(recurring, timeZone) : null
  const next = nextOccurrence(recurring.recurrence, recurring, timeZone, completedOn)
  const then = next ? { ...next, due: next.recurs_at } : recurring
  return { ...(await move(db, id, then, next === null, timeZone)), occurrence }
}

async function undo(db: Database, id: number, recurring: Recurring, wasCompleted: boolean, timeZone: string): Promise<Task> {
  const number = wasCompleted ? recurring.recurs_number : recurring.recurs_number - 1
  const before = await db.maybeOne(sql.undoOccurrence, { task_id: id, number })
  if (!before && !wasCompleted) return db.one(sql.getTask, { id })
  return move(db, id, before ?? recurring, false, timeZone)
}

function move(
  db: Database,
  id: number,
  { due, recurs_from, recurs_at, recurs_number }: Place & { due: DueDate },
  completed: boolean,
  timeZone: string,
): Promise<Task> {
  const due_at = toInstant(due, due.time_zone ?? timeZone)
  return db.one(sql.advanceTask, { id, completed, due, due_at, recurs_from, recurs_at, recurs_number })
}
