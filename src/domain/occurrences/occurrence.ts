import type { Database } from '../../database/statement.ts'
import { toInstant } from '../calendar/due-date.ts'
import type { DueDate } from '../calendar/due-date.ts'
import type { components } from '../../generated/contract.ts'
import * as sql from '../../generated/sql.ts'
import { nextOccurrence } from '../calendar/recurrence.ts'
import type { Place, Recurrence } from '../calendar/recurrence.ts'

type Task = components['schemas']['Task']

/** A task that recurs: when it is due, how it recurs, and where that stands. */
export type Recurring = Place & { recurrence: Recurrence; due: DueDate }

/** What of a task says how it recurs. */
type Columns = { [Name in keyof Recurring]: Recurring[Name] | null }

/** A task as one that recurs; null where it does not. */
export function recurringOf({ recurrence, due, recurs_from, recurs_at, recurs_number }: Columns): Recurring | null {
  if (!recurrence || !due || !recurs_from || !recurs_at || recurs_number === null) return null
  return { recurrence, due, recurs_from, recurs_at, recurs_number }
}

/**
 * Completes or reopens a task whether it recurs or not: of one that does, an occurrence is completed, or the last one undone.
 * @param wanted whether it is to be completed; null for the other state
 * @returns undefined where there is no such task in one of the versions
 */
export async function setCompleted(db: Database, id: number, versions: number[] | null, wanted: boolean | null): Promise<Task | undefined> {
  // Locked in this order by whoever locks both.
  const { time_zone } = await db.one(sql.lockTimeZone, {})
  const locked = await db.maybeOne(sql.lockTask, { id, versions })
  const recurring = locked && recurringOf(locked)
  if (!recurring) return db.maybeOne(sql.completeTask, { id, versions, completed: wanted })
  const completed = wanted ?? !locked.completed
  if (!completed) return undo(db, id, recurring, locked.completed, time_zone)
  return locked.completed ? db.one(sql.getTask, { id }) : finish(db, id, recurring, 'completed', time_zone)
}

/**
 * Skips an occurrence of a task, if it has one that is open.
 * @returns undefined where there is no such task in one of the versions
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
  const next = nextOccurrence(recurring.recurrence, recurring, timeZone, outcome)
  const then = next ? { ...next, due: next.recurs_at } : recurring
  return { ...(await move(db, id, then, next === null, timeZone)), occurrence }
}

async function undo(db: Database, id: number, recurring: Recurring, wasCompleted: boolean, timeZone: string): Promise<Task> {
  const number = wasCompleted ? recurring.recurs_number : recurring.recurs_number - 1
  const before = await db.maybeOne(sql.undoOccurrence, { task_id: id, number })
  if (!before && !wasCompleted) return db.one(sql.getTask, { id })
  return move(db, id, before ?? recurring, false, timeZone)
}

function move(db: Database, id: number, { due, recurs_from, recurs_at, recurs_number }: Place & { due: DueDate }, completed: boolean, timeZone: string): Promise<Task> {
  const due_at = toInstant(due, due.time_zone ?? timeZone)
  return db.one(sql.advanceTask, { id, completed, due, due_at, recurs_from, recurs_at, recurs_number })
}
