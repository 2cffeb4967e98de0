import { Temporal } from 'temporal-polyfill'
import { toInstant } from './due-date.ts'
import { invalidRequest } from '../../problem.ts'

type Asked = { due_from?: string; due_to?: string; created_from?: string; created_to?: string }

/** A range of instants: from one, and before another; null for no bound. */
type Bounds = { due_from: string | null; due_before: string | null; created_from: string | null; created_before: string | null }

/**
 * Converts dates and instants to bounds. A date ranges from its start to its end in the user's time zone; an instant is
 * included.
 * @throws Problem 400 that names an invalid date or instant
 */
export async function boundsOf(zone: { timeZone(): Promise<string> }, asked: Asked): Promise<Bounds> {
  const { due_from, due_to, created_from, created_to } = asked
  const needsZone = [due_from, due_to, created_from, created_to].some((text) => text !== undefined && !text.includes('T'))
  const timeZone = needsZone ? await zone.timeZone() : 'UTC'
  const bound = (parameter: keyof Asked, end: boolean): string | null => {
    const text = asked[parameter]
    if (text === undefined) return null
    try {
      return text.includes('T') ? momentAt(text, end) : dayAt(text, end, timeZone)
    } catch {
      throw invalidRequest([{ parameter, detail: 'must be a valid date or instant' }])
    }
  }
  return {
    due_from: bound('due_from', false),
    due_before: bound('due_to', true),
    created_from: bound('created_from', false),
    created_before: bound('created_to', true),
  }
}

const momentAt = (text: string, end: boolean): string =>
  Temporal.Instant.from(text)
    .add({ microseconds: end ? 1 : 0 })
    .toString()

/** A date ends at the start of the next one. */
const dayAt = (text: string, end: boolean, timeZone: string): string =>
  toInstant(
    {
      date: Temporal.PlainDate.from(text, { overflow: 'reject' })
        .subtract({ days: end ? 0 : 1 })
        .toString(),
    },
    timeZone,
  )
