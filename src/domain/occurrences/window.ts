import { Temporal } from 'temporal-polyfill'
import { toPlainDateTime } from '../calendar/due-date.ts'
import type { components } from '../../generated/contract.ts'
import { recurringOf } from './occurrence.ts'
import { invalidRequest } from '../../problem.ts'
import { datesAfter } from '../calendar/recurrence.ts'

type Window = { from: string; to: string }
type Schedule = Parameters<typeof recurringOf>[0] & { completed: boolean; time_zone: string }

const mostDays = 366
const mostProjected = 100

/**
 * The window between two dates, both included; null if neither is set.
 * @throws Problem 400 for only one date, an invalid date, or too long a window
 */
export function windowOf(from: string | undefined, to: string | undefined): Window | null {
  if (from === undefined && to === undefined) return null
  if (from === undefined) throw atFault('from', 'is required with to')
  if (to === undefined) throw atFault('to', 'is required with from')
  const { days } = dayOf('from', from).until(dayOf('to', to))
  if (days < 0 || days >= mostDays) throw atFault('to', `must be ${from} or later, and within ${mostDays} days`)
  return { from, to }
}

/** The projected occurrences of a task in a window, in order: the current one, and those that the rule produces. */
export function projectedOf(taskId: number, schedule: Schedule, { from, to }: Window): components['schemas']['Occurrence'][] {
  const recurring = schedule.completed ? null : recurringOf(schedule)
  if (!recurring) return []
  const day = toPlainDateTime(recurring.due).toPlainDate().toString()
  const standing = day >= from && day <= to ? [recurring.due] : []
  const dates = datesAfter(recurring.recurrence, recurring, schedule.time_zone, { most: mostProjected, from, to })
  return [...standing, ...dates].slice(0, mostProjected).map((due) => ({ id: null, task_id: taskId, due, outcome: 'projected', completed_at: null }))
}

function dayOf(parameter: string, text: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' })
  } catch {
    throw atFault(parameter, `must be a valid date: ${text} does not exist`)
  }
}

const atFault = (parameter: string, detail: string) => invalidRequest([{ parameter, detail }])
