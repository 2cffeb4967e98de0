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
 * The days between two, both of them included; null where neither is given.
 * @throws Problem 400 for one alone, a day that there is not, or too many of them
 */
export function windowOf(from: string | undefined, to: string | undefined): Window | null {
  if (from === undefined && to === undefined) return null
  if (from === undefined) throw atFault('from', 'must stand beside to')
  if (to === undefined) throw atFault('to', 'must stand beside from')
  const { days } = dayOf('from', from).until(dayOf('to', to))
  if (days < 0 || days >= mostDays) throw atFault('to', `must be from ${from} on, and within ${mostDays} days`)
  return { from, to }
}

/** The occurrences to come of a task within some days, in order: the one it stands at, and what its rule leads to. */
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
    throw atFault(parameter, `must be a day that there is, and ${text} is not`)
  }
}

const atFault = (parameter: string, detail: string) => invalidRequest([{ parameter, detail }])
